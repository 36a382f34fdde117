import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { ready, startPart, type Part } from './parts.ts';
import { isServing } from './temporal-namespace.ts';

export interface Temporal {
  readonly part: Part;
  readonly address: string;
  readonly uiUrl: string;
}

export interface TemporalOptions {
  readonly binary: string;
  readonly dbFile: string;
  readonly port: number;
  readonly uiPort: number;
  readonly logFile: string;
  readonly namespaces: readonly string[];
  /** Where the UI sends payloads to be decoded. */
  readonly codecEndpoint?: string;
  /** Tests: nothing survives a power cut, and timers are exact to milliseconds. */
  readonly forTests: boolean;
}

/** Starts Temporal's own one-process server with its web UI, on 127.0.0.1 only. */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  mkdirSync(dirname(options.dbFile), { recursive: true });
  const part = startPart({
    name: 'Temporal',
    command: options.binary,
    args: argsOf(options),
    env: { ...process.env, TEMPORAL_ADDRESS: undefined, TEMPORAL_NAMESPACE: undefined },
    logFile: options.logFile,
  });
  const address = `127.0.0.1:${options.port}`;
  await ready(part, () => isServing(address));
  return { part, address, uiUrl: `http://127.0.0.1:${options.uiPort}` };
}

function argsOf({ dbFile, port, uiPort, namespaces, codecEndpoint, forTests }: TemporalOptions): string[] {
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(port), '--ui-port', String(uiPort), '--db-filename', dbFile],
    // In WAL mode NORMAL writes through at checkpoints only: about as fast as OFF, and a power cut cannot break the file.
    ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', `synchronous=${forTests ? 'OFF' : 'NORMAL'}`],
    ...['--log-level', 'error', '--log-format', 'json', '--ui-disable-news-fetch', '--disable-config-file', '--disable-config-env'],
    ...namespaces.flatMap((namespace) => ['--namespace', namespace]),
    ...(codecEndpoint === undefined ? [] : ['--ui-codec-endpoint', codecEndpoint]),
    ...(forTests ? ['--dynamic-config-value', 'history.timerProcessorMaxTimeShift="5ms"'] : []), // else a timer takes a second at least
  ];
}
