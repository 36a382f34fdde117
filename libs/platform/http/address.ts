import { isIP, isIPv6 } from 'node:net';
import type { Request } from 'express';

const mapped = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;
const plain = (address: string): string => address.replace(mapped, '');

/** Where a request comes from: the other end of its connection, or whom a proxy that the application trusts names. */
export function addressOf(request: Pick<Request, 'ip' | 'socket'>): string {
  const [named, peer] = [request.ip ?? '', request.socket.remoteAddress ?? ''].map(plain);
  return (isIP(named ?? '') ? named : peer) || 'unknown';
}

/** Where a request to a service came from, as the gateway has seen it (the last entry is its own): an address, or of IPv6 its network. */
export function seenFrom(request: Request): string {
  const forwarded = request.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  const address = [forwarded, request.socket.remoteAddress].map((said = '') => plain(said)).find((said) => isIP(said));
  return networkOf(address ?? '');
}

/** Whoever has an IPv6 address has a network of 2^64 of them: all of these count as one. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [before = '', after] = address.split('%')[0]?.split('::') ?? [];
  const head = before.split(':').filter(Boolean);
  const tail = (after ?? '').split(':').filter(Boolean);
  const all = after === undefined ? head : [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
