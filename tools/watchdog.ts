/**
 * Ends what a command has started when the command itself is killed and can no longer do it. Reads `watch PID` and `forget PID` from its
 * standard input; at its end, whatever is still watched is asked to stop, and ended after a few seconds.
 */
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, signalGroup } from './signals.ts';

const watched = new Set<number>();
const graceMs = 6_000;

process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
process.on('SIGHUP', () => undefined);

for await (const line of createInterface({ input: process.stdin })) {
  const [word, pid] = line.split(' ');
  if (word === 'watch') watched.add(Number(pid));
  else watched.delete(Number(pid));
}
for (const pid of watched) signalGroup(pid, 'SIGTERM');
const end = performance.now() + graceMs;
while (performance.now() < end && [...watched].some(isAlive)) await pause(100);
for (const pid of watched) signalGroup(pid, 'SIGKILL');
