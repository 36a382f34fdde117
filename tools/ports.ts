import { createServer } from 'node:net';
import { readFileSync, writeFileSync } from 'node:fs';
import { Trouble } from './say.ts';

const host = '127.0.0.1';

const tryPort = (port: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });

export const isFree = async (port: number): Promise<boolean> => (await tryPort(port)) !== undefined;

export async function freePort(): Promise<number> {
  const port = await tryPort(0);
  if (port === undefined) throw new Trouble(`No port is free on ${host}.`);
  return port;
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

function remembered(file: string): Partial<Record<string, number>> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Record<string, number>>;
  } catch {
    return {};
  }
}
