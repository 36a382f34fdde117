const started = performance.now();
const isPretty = process.stdout.isTTY;

/** Seconds since this command began: `12.3 s`. */
export const elapsed = (): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;

/** One line of progress. */
export function say(line: string): void {
  process.stdout.write(`${isPretty ? '\u001b[2m' : ''}${elapsed().padStart(8)}${isPretty ? '\u001b[0m' : ''}  ${line}\n`);
}

/** What went wrong and what to do about it, for a person: shown without a stack. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
}

/** Ends the command with one clear message; anything that is not a Trouble is our own fault and shows its stack. */
export function showTrouble(error: unknown): void {
  const text = error instanceof Trouble ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`\n${isPretty ? '\u001b[31m' : ''}✗ ${text}${isPretty ? '\u001b[0m' : ''}\n`);
}
