import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { keepErrorAnswer } from './personal/error-answers.js';

export interface Done {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

/** `jielong …`, as a script runs it. What it says of errors is kept for the scan behind the journeys. */
export const jielong = (...args: string[]): Promise<Done> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['apps/cli/dist/src/main.js', ...args], { maxBuffer: 50_000_000 }, (error, out, errors) => {
      if (errors !== '') keepErrorAnswer({ sent: sentBy(args), answered: errors });
      resolve({ code: error ? Number(error.code) : 0, out, errors });
    });
  });

/** The same with `--json`: what the API has answered. */
export const jielongJson = async <Body>(...args: string[]): Promise<Body> => JSON.parse((await jielong('--json', ...args)).out) as Body;

/** Words of the command line, and of the files that it names, also by their folder. */
const sentBy = (args: readonly string[]): string =>
  [...args, ...args.flatMap(filesAt).map((path) => readFileSync(path, 'utf8'))].join('\n');

function filesAt(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return readdirSync(path).flatMap((name) => filesAt(join(path, name)));
  return found?.isFile() ? [path] : [];
}
