import { expect, test } from '@jest/globals';
import { payloadConverter } from './payload-converter.js';

const payload = (encoding: string, text: string) => ({ metadata: { encoding: Buffer.from(encoding) }, data: Buffer.from(text) });

test('what we write is read again', () => {
  for (const value of [{ a: '接龙' }, null, undefined, 7])
    expect(payloadConverter.fromPayload(payloadConverter.toPayload(value))).toEqual(value);
});

test.each([
  ['json/protobuf', '{}'],
  ['json/plain', '{"broken'],
  ['', 'x'],
])('what we cannot read (%s) is handed on as such, not thrown', (encoding, text) => {
  expect(payloadConverter.fromPayload(payload(encoding, text))).toEqual({ undecodable: encoding });
});
test('a payload without metadata too', () => expect(payloadConverter.fromPayload({})).toEqual({ undecodable: '' }));
