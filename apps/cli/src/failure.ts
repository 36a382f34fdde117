import { type Command, CommanderError } from 'commander';
import { hintsOf } from './hints.js';

/** As much of a problem+json body as the CLI shows. */
export interface ProblemBody {
  readonly code: string;
  readonly detail: string;
  readonly text?: { readonly zh: string; readonly en: string };
  readonly correlationId?: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly { readonly path?: string; readonly message: { readonly zh: string; readonly en: string } }[];
}

/** The API said no. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly problem: ProblemBody,
  ) {
    super(problem.detail);
  }
}

/** Nobody answered. */
export class Unreachable extends Error {
  constructor(url: string, cause: unknown) {
    super(`${url} 没有回应；先运行 npm start，或用 --url 指明地址 / does not answer; run npm start first, or name the address with --url`, {
      cause,
    });
  }
}

/** The command was not written as it must be. */
export class Misuse extends Error {}

/** What a script can rely on: 0 done, 1 fault, 2 misuse, 3 refused by a rule, 4 not found, 5 try again later, 6 looked for and found broken. */
export const exitCodes = { done: 0, fault: 1, misuse: 2, refused: 3, notFound: 4, tryAgain: 5, broken: 6 } as const;

/** Says on standard error what happened and what to do, in the words of the command that failed, with `json` the problem as it came; the exit code. */
export function sayFailure(error: unknown, json = false, command?: Command): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.misuse;
  if (error instanceof Misuse) return say([error.message], exitCodes.misuse);
  if (error instanceof Unreachable) return say([error.message], exitCodes.tryAgain);
  if (error instanceof Refusal) return say(json ? [JSON.stringify(error.problem)] : linesOf(error, command), codeOf(error.status));
  return say([error instanceof Error ? error.message : String(error)], exitCodes.fault);
}

function say(lines: readonly string[], code: number): number {
  process.stderr.write(`${lines.join('\n')}\n`);
  return code;
}

function linesOf({ status, problem }: Refusal, command?: Command): string[] {
  const hints = command ? hintsOf(problem, command) : [];
  return [
    `✗ ${problem.detail}  [${problem.code}, ${status}]`,
    ...(hints.length ? [`  命令行写法 / on the command line: ${hints.join('；')}`] : []),
    ...(problem.errors ?? []).map(({ path, message }) => `  ${path ? `${path}: ` : ''}${message.zh} / ${message.en}`),
    ...detailsOf(problem.details ?? {}),
    ...(problem.correlationId ? [`  关联号 / correlation id: ${problem.correlationId}`] : []),
  ];
}

const isRow = (one: unknown): one is object =>
  typeof one === 'object' && one !== null && Object.values(one).every((value) => typeof value === 'string');

/** What one can choose stands below each other, a line each; the rest as it came. */
function detailsOf(details: Readonly<Record<string, unknown>>): string[] {
  const isChoice = (value: unknown): value is readonly object[] =>
    Array.isArray(value) && value.length > 0 && value.every((one: unknown) => isRow(one));
  const choices = Object.values(details).filter(isChoice);
  const rest = Object.entries(details).filter(([, value]) => !isChoice(value));
  return [
    ...(rest.length ? [`  ${JSON.stringify(Object.fromEntries(rest))}`] : []),
    ...choices.flat().map((one) => `  ${Object.values(one).join('  ')}`),
  ];
}

function codeOf(status: number): number {
  if (status === 404) return exitCodes.notFound;
  if (status === 503 || status === 429) return exitCodes.tryAgain;
  if (status === 400) return exitCodes.misuse;
  return status >= 500 ? exitCodes.fault : exitCodes.refused;
}
