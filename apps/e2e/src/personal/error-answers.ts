import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** What was answered, and what had been sent: an error may quote its sender, and nobody else. */
export interface ErrorAnswer {
  readonly sent: string;
  readonly answered: string;
}

/** Keeps it for the scan behind the journeys, where the runner of the tests names a file. */
export function keepErrorAnswer(answer: ErrorAnswer): void {
  const file = process.env['TEST_ERROR_ANSWERS'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(answer)}\n`);
}

/** All that were kept; none where there is no such file. */
export const keptErrorAnswers = (file: string): ErrorAnswer[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as ErrorAnswer)
    : [];
