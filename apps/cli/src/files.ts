import { readFile } from 'node:fs/promises';
import { Misuse } from './failure.js';

/** A file named on the command line, or `-` for standard input. */
export async function textOf(path: string): Promise<string> {
  return readFile(path === '-' ? '/dev/stdin' : path, 'utf8').catch((error: unknown) => {
    throw new Misuse(`读不了 ${path} / cannot be read: ${path} (${error instanceof Error ? error.message : String(error)})`);
  });
}

/** The same, as JSON. */
export async function jsonOf(path: string): Promise<unknown> {
  const text = await textOf(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Misuse(`${path} 不是 JSON / is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
