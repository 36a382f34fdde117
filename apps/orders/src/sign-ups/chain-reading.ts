import { DomainError, hashOf } from '@jielong/kernel';
import type { signUpAnswer } from '@jielong/orders-contract/schemas';
import { type Answer, answersTo, checkAnswers, type CommitInput, type OpenBundle, read, type Reading } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { LockedRun } from '../supply-runs/run-rows.js';
import { type ChainRow, chainStates, decisionsIn, entriesOf, type KeptAnswer, standingOrders, type StoredEntry } from './chain.rows.js';
import { registerOf, roundOf } from './round.rows.js';

export type GivenAnswer = z.output<typeof signUpAnswer>;
/** A chain's text, and what is to be read with it. */
export interface ChainText {
  readonly runId: string;
  readonly chain: string;
  readonly text: string;
  readonly answers: readonly GivenAnswer[];
}
/** A text as it is read now, and everything that its commit depends on. */
export interface ChainReading {
  readonly reading: Reading;
  readonly answers: readonly KeptAnswer[];
  /** Whether somebody has answered something that was not answered before. */
  readonly isAnswered: boolean;
  readonly input: CommitInput;
}

/** Reads a text with everything that has been answered to its entries. */
export async function readChainText(
  tx: EntityManager,
  run: LockedRun,
  bundles: readonly OpenBundle[],
  { runId, chain, text, answers: given }: ChainText,
): Promise<ChainReading> {
  const [round, register] = [await roundOf(tx, runId, run), await registerOf(tx, run.compound)];
  const known = await entriesOf(tx, runId, chain);
  const stored = known.flatMap(({ fingerprint, answers }) => answers.map((answer): KeptAnswer => ({ ...answer, fingerprint })));
  const found = answersFor(given, () => read(text, round, register, stored.filter(isReaders)), known);
  const answers = merged(stored, found);
  const reading = read(text, round, register, answers.filter(isReaders));
  checkAnswers(reading, register, found.filter(isReaders));
  const input: CommitInput = {
    lines: reading.lines,
    known,
    chain: await chainStates(tx, runId, chain),
    standing: await standingOrders(tx, runId),
    bundles,
    decisions: decisionsIn(answers),
    now: run.now.toISOString(),
  };
  return { reading, answers, isAnswered: summary(answers) !== summary(stored), input };
}

const isReaders = (answer: KeptAnswer): answer is Answer => answer.choose !== 'keep';

/** Answers by the fingerprints of their entries; those given by place are looked up in the text. */
function answersFor(given: readonly GivenAnswer[], readPlain: () => Reading, known: readonly StoredEntry[]): readonly KeptAnswer[] {
  if (given.length === 0) return [];
  const reading = readPlain();
  const entries = new Set([...reading.lines, ...known].map(({ fingerprint }) => fingerprint));
  return given.flatMap((answer): readonly KeptAnswer[] => {
    if (!('fingerprint' in answer)) return answersTo(reading, [answer]);
    if (!entries.has(answer.fingerprint)) throw noSuchEntry(answer.fingerprint);
    return [answer];
  });
}

/** What is said again comes last, and once. */
function merged(stored: readonly KeptAnswer[], given: readonly KeptAnswer[]): readonly KeptAnswer[] {
  const last = new Map(given.map((answer) => [hashOf(answer), answer]));
  return [...stored.filter((answer) => !last.has(hashOf(answer))), ...last.values()];
}

/** By entry, each with its answers in their order: the order of the entries says nothing. */
const summary = (answers: readonly KeptAnswer[]): string =>
  hashOf(
    Object.fromEntries(answers.map(({ fingerprint }) => [fingerprint, answers.filter((answer) => answer.fingerprint === fingerprint)])),
  );

/** A chain that has changed since it was previewed must be previewed again. */
export function checkRevision({ revision }: ChainRow, previewed: number): void {
  if (revision === previewed) return;
  throw new DomainError(
    'conflict',
    'chain-changed',
    {
      zh: `预览之后，这条接龙已被提交过（现在是第 ${revision} 版，预览的是第 ${previewed} 版）。请重新预览再提交。`,
      en: `This chain was committed to since it was previewed (revision ${revision} now, ${previewed} then). Preview it again.`,
    },
    { revision, previewed },
  );
}

const noSuchEntry = (fingerprint: string) =>
  new DomainError(
    'invalid',
    'no-such-entry',
    {
      zh: '文本里没有被回答的那一条。请重新预览，用预览里给出的 fingerprint。',
      en: 'The text holds no entry with this fingerprint. Preview it again and use the fingerprints of that preview.',
    },
    { fingerprint },
  );
