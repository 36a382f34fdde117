import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Place, open, seal, shortestSealed } from './cipher.js';

const ring = (current: string, ...others: string[]) => ({
  current,
  keys: Object.fromEntries([current, ...others].map((id) => [id, Buffer.alloc(32, id)])),
});
const keys = ring('new', 'old');
const here: Place = { community: 'a', table: 'members.people', column: 'phone', key: ['S001'] };
const sealed = seal(keys, here, '13800000001');

const part = fc.string({ maxLength: 8 });
const place = fc.record({ community: part, table: part, column: part, key: fc.array(part, { minLength: 1, maxLength: 3 }) });
const words = fc.string({ unit: 'grapheme', maxLength: 200 });

describe('a sealed value', () => {
  test('opens in its place, whatever it says and whichever key of the ring has sealed it', () =>
    fc.assert(
      fc.property(words, place, fc.constantFrom('new', 'old'), (text, at, by) => {
        const value = seal(ring(by), at, text);
        expect(open(keys, at, value)).toBe(text);
        expect(value === '' || (value.startsWith('sealed:') && value.length >= shortestSealed)).toBe(true);
      }),
    ));

  test('opens in no other', () =>
    fc.assert(
      fc.property(words, place, place, (text, at, elsewhere) => {
        fc.pre(text !== '' && JSON.stringify(Object.values(at)) !== JSON.stringify(Object.values(elsewhere)));
        expect(() => open(keys, elsewhere, seal(keys, at, text))).toThrow('does not open: changed');
      }),
    ));

  test.each<[string, Partial<Place>]>([
    ['row', { key: ['S002'] }],
    ['column', { column: 'name' }],
    ['table', { table: 'members.household_contacts' }],
    ['community', { community: 'b' }],
    ['row whose key reads the same when its parts are joined', { key: ['S0', '01'] }],
  ])('does not open in another %s', (_, other) => expect(() => open(keys, { ...here, ...other }, sealed)).toThrow('changed'));

  test('does not open when any of its bytes was changed', () =>
    fc.assert(
      fc.property(fc.nat(Buffer.from(sealed.split(':')[2] ?? '', 'base64url').length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const bytes = Buffer.from(sealed.split(':')[2] ?? '', 'base64url');
        bytes[at] = (bytes[at] ?? 0) ^ by;
        expect(() => open(keys, here, `sealed:new:${bytes.toString('base64url')}`)).toThrow('changed');
      }),
    ));

  test.each([
    ['cut short', sealed.slice(0, -30)],
    ['of nothing but its mark', 'sealed:new:'],
    ['said to be of another key of the ring', sealed.replace(':new:', ':old:')],
  ])('%s does not open', (_, value) => expect(() => open(keys, here, value)).toThrow('changed'));

  test.each([
    ['of a key that is gone', ring('other'), sealed, "unknown-key 'new'"],
    ['of a key that every object has', keys, sealed.replace(':new:', ':constructor:'), 'unknown-key'],
    ['in the clear', keys, '13800000001', 'not-sealed'],
  ])('%s is refused, and the refusal shows neither it nor whose it is', (_, by, value, why) => {
    expect(() => open(by, here, value)).toThrow(`members.people.phone does not open: ${why}`);
    expect(() => open(by, here, value)).not.toThrow('S001');
  });

  test('is another one each time, and does not show how long a name is', () => {
    expect(seal(keys, here, '张')).not.toBe(seal(keys, here, '张'));
    expect(seal(keys, here, '张')).toHaveLength(seal(keys, here, '欧阳震华').length);
  });

  test('of nothing is nothing', () => expect(open(keys, here, seal(keys, here, ''))).toBe(''));
});
