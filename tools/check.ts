/** `npm run check`: everything that can be said about the code without running its tests; each in one line, with what is wrong under it. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.ts';
import { checkCompose } from './compose-check.ts';
import { createDatabase, prepareDatabase } from './databases.ts';
import { grantsAmiss } from './grants.ts';
import { endInOrder, interrupted } from './interrupt.ts';
import { missingOptionals, namedHosts, type Packages } from './lockfile.ts';
import { migrateAll } from './migrations.ts';
import { inRoot } from './places.ts';
import { placeOf, startPostgres } from './postgres.ts';
import { freePort } from './ports.ts';
import { runNode, type Outcome } from './run.ts';
import { elapsed, say, showTrouble, Trouble } from './say.ts';
import { scratchDir } from './scratch.ts';
import { testSecrets } from './test-template.ts';

const failures: string[] = [];

async function check(name: string, work: () => Promise<void>): Promise<void> {
  if (interrupted.aborted) return;
  const began = performance.now();
  try {
    await work();
    say(`✓ ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failures.push(name);
    say(`✗ ${name}`);
    showTrouble(error);
  }
}

async function succeeds(running: Promise<Outcome>): Promise<void> {
  const { code, output } = await running;
  if (code !== 0) throw new Trouble(output.trim());
}

const program = (path: string, ...args: string[]) => succeeds(runNode([`node_modules/${path}`, ...args], { signal: interrupted }));

async function lockfileFitsEveryMachine(): Promise<void> {
  const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')) as { packages: Packages };
  const hosts = namedHosts(packages);
  if (hosts.length)
    throw new Trouble(
      `package-lock.json names hosts; set omit-lockfile-registry-resolved and write it anew:\n${hosts.slice(0, 5).join('\n')}`,
    );
  const missing = missingOptionals(packages).map(({ name }) => name);
  if (missing.length)
    throw new Trouble(`package-lock.json lacks binaries of other platforms; run \`npm run lockfile\`:\n${missing.join('\n')}`);
}

/** On a new database: all migrations up, down and up again; entities as the schemas; no grant that is not published. */
async function schemas(): Promise<void> {
  const dir = scratchDir('check');
  const place = join(dir, 'postgres');
  const options = { dir: place, port: await freePort(), password: 'check', logFile: join(dir, 'postgres.log'), durable: false };
  const { part, url } = await startPostgres(options);
  try {
    const admin = url('jielong');
    await createDatabase(url('postgres'), 'jielong');
    await prepareDatabase(admin, testSecrets);
    await check('migrations up, as every service has them', () => migrateAll(admin, testSecrets));
    await check('migration drift', () => migrateAll(admin, testSecrets, ['--drift']));
    await check('grants across schemas', async () => {
      const amiss = await grantsAmiss(admin);
      if (amiss.length) throw new Trouble(amiss.join('\n'));
    });
    await check('migrations down and up again', () => downAndUp(admin));
  } finally {
    await part.stop();
    for (const path of [placeOf(place), dir]) rmSync(path, { recursive: true, force: true });
  }
}

async function downAndUp(admin: string): Promise<void> {
  await migrateAll(admin, testSecrets, ['--down-up']);
  await migrateAll(admin, testSecrets);
  const amiss = await grantsAmiss(admin);
  if (amiss.length) throw new Trouble(`After going down and up again the grants differ:\n${amiss.join('\n')}`);
}

endInOrder();
await check('lockfile', lockfileFitsEveryMachine);
await check('format', () =>
  program('prettier/bin/prettier.cjs', '--check', '.', '--log-level', 'warn', '--cache', '--cache-location', '.cache/prettier'),
);
await check('types', () => program('typescript7/bin/tsc', '--noEmit', '-p', 'tsconfig.json'));
await check('lint and import boundaries', () =>
  program(
    'eslint/bin/eslint.js',
    '.',
    '--max-warnings',
    '0',
    '--cache',
    '--cache-strategy',
    'content',
    '--cache-location',
    '.cache/eslint',
  ),
);
await check('every boundary rule fires', () =>
  succeeds(runNode(['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--silent', 'tools/lint'], { signal: interrupted })),
);
await check('docker-compose.yml', () => checkCompose(say));
await check('build', () => build(() => undefined));
if (!failures.includes('build')) await check('schemas', schemas);
if (interrupted.aborted) failures.push('interrupted');
console.log(failures.length ? `${failures.length} failed: ${failures.join(', ')} (${elapsed()})` : `All checks passed (${elapsed()})`);
process.exit(failures.length ? 1 : 0);
