import { expect, jest, test } from '@jest/globals';
import { outsideHeaders } from './outside-headers.js';

const socket = () => ({ remoteAddress: '203.0.113.9' });
const request = (connection: object, headers: object = {}) =>
  ({ socket: connection, headers, rawHeaders: [], httpVersion: '1.1', protocol: 'http', host: 'gateway', ip: '203.0.113.9' }) as never;
const passed = (asked: never) => {
  const next = jest.fn();
  outsideHeaders(asked, {} as never, next);
  return next.mock.calls;
};

test('on a connection with an odd length nothing more is let in, however soon it follows', () => {
  const [odd, other] = [socket(), socket()];
  expect(passed(request(odd, { 'transfer-encoding': 'chunked, chunked' }))).toEqual([[expect.objectContaining({ status: 400 })]]);
  expect(passed(request(odd))).toEqual([]);
  expect(passed(request(other))).toEqual([[]]);
});
