import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.ts';
import { Trouble } from './say.ts';

const file = 'docker-compose.yml';
const needed = [
  'CODEC_KEYS',
  'SIGNING_KEYS',
  'DATA_KEYS',
  'LOOKUP_KEYS',
  'REPORT_KEYS',
  'POSTGRES_PASSWORD',
  'TEMPORAL_PASSWORD',
  'OWNER_PASSWORD',
  'MEMBERS_PASSWORD',
  'ORDERS_PASSWORD',
  'LOGISTICS_PASSWORD',
  'GATEWAY_PASSWORD',
] as const;

/** Whether docker-compose.yml is valid and asks for each secret by name; where no Compose is to be had, says so. */
export async function checkCompose(say: (line: string) => void): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'jielong-compose-'));
  writeFileSync(join(dir, 'env'), '');
  try {
    await checkWith(await findCompose(join(dir, 'env')), say);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function checkWith(compose: Compose | undefined, say: (line: string) => void): Promise<void> {
  if (!compose) return say('  skipped: no docker compose here');
  const whole = await compose(Object.fromEntries(needed.map((name) => [name, 'check'])));
  if (whole.code !== 0) throw new Trouble(`${file} is not valid:\n${whole.output.trim()}`);
  for (const name of needed) await refusesWithout(name, compose);
}

type Compose = (env: NodeJS.ProcessEnv) => ReturnType<typeof run>;

/** Compose on our file, with nothing in its environment but what it is given: no .env of this machine either. */
async function findCompose(noEnvFile: string): Promise<Compose | undefined> {
  for (const [command, ...args] of [['docker', 'compose'], ['docker-compose']] as const) {
    const version = await run(command, [...args, 'version']).catch(() => undefined);
    const config = [...args, '--env-file', noEnvFile, '-f', file, 'config', '--quiet'];
    if (version?.code === 0) return (env) => run(command, config, { env: { PATH: process.env['PATH'], ...env } });
  }
  return undefined;
}

/** A secret that is forgotten stops everything before it starts, with its name. */
async function refusesWithout(name: string, compose: Compose): Promise<void> {
  const others = Object.fromEntries(needed.filter((one) => one !== name).map((one) => [one, 'check']));
  const { code, output } = await compose(others);
  if (code === 0 || !output.includes(name)) throw new Trouble(`${file} starts without ${name}, or does not say that it is missing`);
}
