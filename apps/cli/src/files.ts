import { readFile } from 'node:fs/promises';
import { Misuse } from './failure.js';

/** A file named on the command line, or `-` for standard input. */
export const textOf = async (path: string): Promise<string> => (await bytesOf(path)).toString('utf8');

/** The same, of a file that is no text. */
export const base64Of = async (path: string): Promise<string> => (await bytesOf(path)).toString('base64');

async function bytesOf(path: string): Promise<Buffer> {
  return readFile(path === '-' ? '/dev/stdin' : path).catch((error: unknown) => {
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
