import { open, readFile, unlink } from 'node:fs/promises';
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

/**
 * Writes what is for nobody else on this machine: the file is there, new and its owner's alone, before anything is asked for that cannot be asked
 * for again. Nothing is left of it where that fails. Answers with what was asked for.
 */
export async function writePrivately<Asked>(path: string, ask: () => Promise<Asked>, content: (asked: Asked) => string): Promise<Asked> {
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    throw new Misuse(`写不了 ${path}：请换一个还没有的文件名 / cannot be written as a new file: ${path} (${reasonOf(error)})`);
  });
  try {
    const asked = await ask();
    await file.writeFile(content(asked));
    return asked;
  } catch (error) {
    await unlink(path);
    throw error;
  } finally {
    await file.close();
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
