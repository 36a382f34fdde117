import { expect, test } from '@jest/globals';
import { addressOf, networkOf, seenFrom } from './address.js';

const from = (remoteAddress: string | undefined, ip = remoteAddress) => addressOf({ ip, socket: { remoteAddress } } as never);

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['2001:db8::1', '2001:db8::1'],
  [undefined, 'unknown'],
])('the other end %s is %s', (peer, address) => expect(from(peer)).toBe(address));

test('a trusted proxy names the caller; what is no address names nobody', () => {
  expect(from('127.0.0.1', '203.0.113.9')).toBe('203.0.113.9');
  for (const strange of ['', 'localhost', '203.0.113.9:80', '<script>']) expect(from('127.0.0.1', strange)).toBe('127.0.0.1');
});

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:1:2::', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::203.0.113.9', '64:ff9b:0:0::/64'],
])('%s counts as %s', (address, network) => expect(networkOf(address)).toBe(network));

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['198.51.100.1, 203.0.113.9', '203.0.113.9'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  [undefined, '127.0.0.1'],
  ['unknown', '127.0.0.1'],
  ['<script>', '127.0.0.1'],
])('what is forwarded for %s was seen from %s', (forwarded, seen) =>
  expect(seenFrom({ get: () => forwarded, socket: { remoteAddress: '::ffff:127.0.0.1' } } as never)).toBe(seen),
);
