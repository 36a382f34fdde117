import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { phoneDigits, phoneLookup, phoneLookups } from './lookup.js';

const ring = (current: string, ...others: string[]) => ({
  current,
  keys: Object.fromEntries([current, ...others].map((id) => [id, Buffer.alloc(32, id)])),
});
const digits = fc.stringMatching(/^1\d{10}$/);

describe('a telephone', () => {
  test.each([
    ['138-0000-0001', '13800000001'],
    ['+86 138 0000 0001', '13800000001'],
    ['0086（138）00000001', '13800000001'],
    ['１３８００００００01', '13800000001'],
    ['027-8600001', '0278600001'],
    ['8600001', '8600001'],
    ['不详', ''],
  ])('%s is %s, however it is written', (phone, plain) => expect(phoneDigits(phone)).toBe(plain));

  test('is found under every key of the ring, whichever it was written under', () =>
    fc.assert(
      fc.property(digits, fc.constantFrom('new', 'old'), (phone, by) => {
        const spaced = phone.replace(/(\d{3})(\d{4})/, '$1-$2-');
        expect(phoneLookups(ring('new', 'old'), 'a', spaced)).toContain(phoneLookup(ring(by), 'a', phone));
      }),
    ));

  test('is found neither as another, nor in another community, nor by who does not have the key', () => {
    const written = phoneLookup(ring('new'), 'a', '13800000001');
    expect(phoneLookups(ring('new'), 'a', '13800000002')).not.toContain(written);
    expect(phoneLookups(ring('new'), 'b', '13800000001')).not.toContain(written);
    expect(phoneLookups({ current: 'new', keys: { new: Buffer.alloc(32) } }, 'a', '13800000001')).not.toContain(written);
  });

  test('that is not there is found by nothing', () => {
    expect(phoneLookup(ring('new'), 'a', '')).toBe('');
    expect(phoneLookups(ring('new'), 'a', ' - ')).toEqual([]);
  });
});
