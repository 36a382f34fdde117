import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { interrupted } from './interrupt.ts';
import { inRoot, root } from './places.ts';
import { runNode, type Outcome } from './run.ts';
import { Trouble } from './say.ts';

const marker = inRoot('.cache/built');
const shared = ['package.json', 'package-lock.json', 'nx.json', 'tsconfig.base.json'];
const isOurs = (path: string) => !/(^|\/)(node_modules|dist)$/.test(path);
const isBuilt = (path: string) => /\.(ts|json)$/.test(path) && !/spec\.ts$|\/histories\//.test(path);

/** Builds what has changed. Where nothing has, Nx is not even asked: it takes seconds to find that out. */
export async function build(say: (line: string) => void): Promise<void> {
  const hash = sourcesHash();
  if (existsSync(marker) && readFileSync(marker, 'utf8') === hash && everyDist()) return;
  say('Building');
  const { code, output } = await nx(['run-many', '-t', 'build', 'bundle', '--parallel=2']);
  if (interrupted.aborted) return;
  if (code !== 0) throw new Trouble(`The build failed:\n${errorsIn(output)}`);
  mkdirSync(dirname(marker), { recursive: true });
  writeFileSync(marker, hash);
}

/** Nx without its daemon (it would outlive us), its cloud and its screen. */
export const nx = (args: readonly string[]): Promise<Outcome> =>
  runNode(['node_modules/nx/dist/bin/nx.js', ...args, '--outputStyle=stream'], {
    env: { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_TUI: 'false', FORCE_COLOR: '0', CI: 'true' },
    signal: interrupted,
  });

/** What the compilers said, without Nx's own story around it. */
function errorsIn(output: string): string {
  const said = output.split('\n').filter((line) => /^@?[\w/-]+: /.test(line));
  return (said.length ? said : output.trim().split('\n').slice(-60)).join('\n');
}

const projects = (): string[] =>
  globSync('{apps,libs}/**/tsconfig.build.json', { cwd: root, exclude: (path) => !isOurs(path) }).map(dirname);

const everyDist = (): boolean => projects().every((project) => existsSync(join(root, project, 'dist')));

function sourcesHash(): string {
  const files = globSync('{apps,libs}/**/*', { cwd: root, exclude: (path) => !isOurs(path) }).filter(isBuilt);
  const hash = createHash('sha256').update(process.version);
  for (const file of [...shared, ...files.toSorted()])
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)));
  return hash.digest('hex');
}
