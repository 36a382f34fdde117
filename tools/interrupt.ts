import { setInterval } from 'node:timers';

const control = new AbortController();

/** Aborted once somebody wants the command to end: Ctrl-C, a closed terminal, `kill`, or npm itself gone. */
export const interrupted: AbortSignal = control.signal;

/** From now on the command ends in order when it is asked to; asked a third time, at once. */
export function endInOrder(): void {
  let asked = 0;
  const ask = () => {
    asked += 1;
    if (asked > 2) process.exit(1);
    control.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
  if (process.env['npm_lifecycle_event'] !== undefined) whenParentIsGone(ask);
}

/** npm, killed, cannot pass a signal on. */
function whenParentIsGone(ask: () => void): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && !interrupted.aborted && ask(), 1_000).unref();
}

export const untilInterrupted = (): Promise<void> =>
  new Promise((resolve) => (interrupted.aborted ? resolve() : interrupted.addEventListener('abort', () => resolve(), { once: true })));
