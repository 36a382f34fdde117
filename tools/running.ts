import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { root } from './places.ts';
import { Trouble } from './say.ts';
import { isAlive } from './signals.ts';

/** Where `npm start` keeps data, logs, secrets and ports. */
export const dataName = process.env['JIELONG_DATA_DIR'] || '.data';
export const dataDir = resolve(root, dataName);
const file = join(dataDir, 'running.json');

/** What other commands need to know of the `npm start` (or the `npm run demo`) that runs. */
export interface Running {
  readonly pid: number;
  readonly gatewayUrl?: string | undefined;
  readonly temporalUi?: string | undefined;
  readonly namespace?: string | undefined;
  readonly temporalAddress?: string | undefined;
}

export function running(): Running | undefined {
  if (!existsSync(file)) return undefined;
  const found = JSON.parse(readFileSync(file, 'utf8')) as Running;
  return isAlive(found.pid) && isStart(found.pid) ? found : undefined;
}

/** A number that was ours may be another program's by now. */
function isStart(pid: number): boolean {
  return /tools\/(start|demo)/.test(spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '');
}

/** Only one at a time works on the data folder. */
export function claim(): void {
  mkdirSync(dirname(file), { recursive: true });
  const other = running();
  if (other)
    throw new Trouble(
      `Jielong runs already${other.gatewayUrl ? ` at ${other.gatewayUrl}` : ', or starts just now'} (process ${other.pid}). Stop it there with Ctrl-C first.`,
    );
  rmSync(file, { force: true });
  try {
    writeFileSync(file, JSON.stringify({ pid: process.pid }), { flag: 'wx' });
  } catch {
    throw new Trouble('Another `npm start` begins at this moment.');
  }
}

export function announce({ gatewayUrl, temporalUi, namespace, temporalAddress }: Omit<Running, 'pid'>): void {
  const facts: Running = { pid: process.pid, gatewayUrl, temporalUi, namespace, temporalAddress };
  writeFileSync(`${file}.new`, JSON.stringify(facts, null, 2));
  renameSync(`${file}.new`, file);
}

export const release = (): void => rmSync(file, { force: true });
