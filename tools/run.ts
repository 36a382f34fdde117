import { spawn } from 'node:child_process';
import { root } from './places.ts';

export interface Outcome {
  readonly code: number;
  readonly output: string;
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Shows the output as it comes, instead of keeping it. */
  readonly show?: boolean;
  readonly signal?: AbortSignal;
}

/** Runs a Node program of the workspace to its end. */
export const runNode = (args: readonly string[], options: RunOptions = {}): Promise<Outcome> => run(process.execPath, args, options);

/** Runs a program in the workspace to its end; its own exit code is the answer, not an error. */
export function run(
  command: string,
  args: readonly string[],
  { env = process.env, show = false, signal }: RunOptions = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      ...(signal ? { signal } : {}),
    });
    let output = '';
    const keep = (bytes: Buffer) => (output += bytes.toString());
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
