/** `npm run check`: everything that can be said about the code without running its tests; each in one line, with what is wrong under it. */
import { readFileSync } from 'node:fs';
import { build } from './build.ts';
import { checkCompose } from './compose-check.ts';
import { onFreshDatabase } from './fresh-database.ts';
import { grantsAmiss } from './grants.ts';
import { endInOrder, interrupted } from './interrupt.ts';
import { missingOptionals, namedHosts, type Packages } from './lockfile.ts';
import { migrateAll } from './migrations.ts';
import { inRoot } from './places.ts';
import { runNode, type Outcome } from './run.ts';
import { elapsed, say, showTrouble, Trouble } from './say.ts';
import { committedSchemas, describeSchemas, schemasAmiss } from './schema-files.ts';
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

/** On a new database: all migrations up, down and up again, to the same schemas, which are the committed ones; no grant that is not published. */
const schemas = (): Promise<void> =>
  onFreshDatabase('check', async (admin) => {
    await check('migrations up, as every service has them', () => migrateAll(admin, testSecrets));
    await check('schemas as described in apps/*/schema.txt', () => asCommitted(admin));
    await check('grants across schemas', async () => refuseAny(await grantsAmiss(admin)));
    await check('migrations down and up again', () => downAndUp(admin));
  });

function refuseAny(amiss: readonly string[]): void {
  if (amiss.length) throw new Trouble(amiss.join('\n'));
}

async function asCommitted(admin: string): Promise<void> {
  const said = (file: string, schema: string) =>
    `${file} is not what the migrations of ${schema} make (+). If they are right, \`npm run schema\` writes it anew:`;
  refuseAny(schemasAmiss(committedSchemas(), await describeSchemas(admin), said));
}

async function downAndUp(admin: string): Promise<void> {
  const before = await describeSchemas(admin);
  await migrateAll(admin, testSecrets, ['--down-up']);
  await migrateAll(admin, testSecrets);
  const said = (_file: string, schema: string) => `Down and up again, the migrations of ${schema} make something else (+):`;
  refuseAny(schemasAmiss(before, await describeSchemas(admin), said));
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
