import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { readFileSync, writeFileSync } from 'node:fs';
import { Trouble } from './say.ts';

const host = '127.0.0.1';
/** Below what the usual systems give to outgoing connections (from 32768, 49152): none of ours can take the port of a service that is away. */
const ours = { from: 18_000, below: 32_000 };

export const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });

export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = randomInt(ours.from, ours.below);
    if (await isFree(port)) return port;
  }
  throw new Trouble(`No port from ${ours.from} to ${ours.below - 1} is free on ${host}.`);
}

/** A port a person chooses: refused with the name of the variable to change. */
export async function wantedPort(variable: string, fallback: number, env = process.env): Promise<number> {
  const text = env[variable] ?? '';
  const port = text === '' ? fallback : Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Trouble(`${variable}=${text} is not a port. Give a number from 1 to 65535.`);
  if (await isFree(port)) return port;
  throw new Trouble(`Port ${port} on ${host} is taken by another program. Choose another one: ${variable}=${port + 1} npm start`);
}

/** Free ports that stay the same from start to start as far as nobody else takes them; kept in `file`. */
export async function stablePorts<Name extends string>(file: string, names: readonly Name[]): Promise<Record<Name, number>> {
  const known = remembered(file);
  const ports: Record<string, number> = {};
  for (const name of names) {
    const before = known[name];
    ports[name] = before !== undefined && (await isFree(before)) ? before : await freePort();
  }
  writeFileSync(file, `${JSON.stringify(ports, null, 2)}\n`);
  return ports;
}

/** The ports of the last start, as far as there was one. */
export function remembered(file: string): Partial<Record<string, number>> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Record<string, number>>;
  } catch {
    return {};
  }
}
