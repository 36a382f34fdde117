import { hashOf } from '@jielong/kernel';
import type { heldEntry, signUpCommitAnswer } from '@jielong/orders-contract/schemas';
import { checkOrdering, type CommitPlan, planCommit, type PlannedEntry, type ReadingSnapshot, snapshotOf } from '@jielong/orders-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { followChains } from '../merges/chains-follow.rows.js';
import { asIfFollowed, followMerges } from '../merges/follow-merges.js';
import { lockBundles, lockRun, readBundles } from '../supply-runs/run-rows.js';
import { writeChainOrders } from './chain-orders.js';
import { type ChainReading, type ChainText, checkRevision, readChainText } from './chain-reading.js';
import { type ChainRow, lockChain, readChain, writeChain, writeEntries } from './chain.rows.js';
import { registerOf } from './round.rows.js';

export type HeldEntry = z.output<typeof heldEntry>;
export type CommitAnswer = z.output<typeof signUpCommitAnswer>;
export interface PreviewAnswer {
  readonly revision: number;
  readonly chain: string;
  readonly snapshot: ReadingSnapshot;
  readonly changes: CommitPlan['counts'];
  readonly held: readonly HeldEntry[];
}

/** What a commit of this text would do now; nothing is written. */
export async function previewChain(tx: EntityManager, chainText: ChainText): Promise<PreviewAnswer> {
  const { runId, chain } = chainText;
  const run = await lockRun(tx, runId, 'SHARE');
  const { revision } = await readChain(tx, runId, chain);
  return asIfFollowed(tx, runId, run.stage, async () => {
    const { reading, input } = await readChainText(tx, run, await readBundles(tx, runId), chainText);
    const plan = planCommit(input);
    return { revision, chain, snapshot: snapshotOf(reading), changes: plan.counts, held: heldOf(plan) };
  });
}

/** Commits what is clear, against the revision that was previewed; the rest is asked back. */
export async function commitChain(tx: EntityManager, chainText: ChainText, previewed: number): Promise<CommitAnswer> {
  const { runId, chain } = chainText;
  const run = await lockRun(tx, runId, 'SHARE');
  checkOrdering(run, 'staff');
  const row = await lockChain(tx, runId, chain);
  checkRevision(row, previewed);
  await followMerges(tx, runId);
  await followChains(tx, runId);
  const read = await readChainText(tx, run, await lockBundles(tx, runId), chainText);
  const plan = planCommit(read.input);
  await writeEntries(tx, runId, chain, plan, read.answers);
  const { households } = await registerOf(tx, run.compound);
  await writeChainOrders(tx, { runId, chain, states: read.input.chain, households }, plan);
  const revision = await nextRevision(tx, chainText, row, read, plan);
  return { revision, chain, ...plan.counts, held: heldOf(plan), totals: await totalsOf(tx, runId, chain) };
}

/** Answers to held entries of the text that was committed last, which is read again with them at once. */
export async function answerChain(tx: EntityManager, answered: Omit<ChainText, 'text'>): Promise<CommitAnswer> {
  await lockRun(tx, answered.runId, 'SHARE');
  const { text, revision } = await lockChain(tx, answered.runId, answered.chain);
  return commitChain(tx, { ...answered, text }, revision);
}

/** The same text, with the same answers and the same effect, is no new revision. */
async function nextRevision(
  tx: EntityManager,
  { runId, chain, text }: ChainText,
  row: ChainRow,
  { isAnswered }: ChainReading,
  plan: CommitPlan,
): Promise<number> {
  const textHash = hashOf(text);
  if (textHash === row.textHash && !isAnswered && plan.households.length === 0) return row.revision;
  const revision = row.revision + 1;
  await writeChain(tx, runId, chain, { revision, text, textHash });
  const details = { chain, revision, ...plan.counts, held: heldOf(plan).length };
  await audit(tx, { action: 'commitSignUps', subjectKind: 'supply-run', subjectId: runId, details });
  return revision;
}

const heldOf = ({ entries }: CommitPlan): HeldEntry[] => entries.filter(({ status }) => status === 'held').map(shown);

const shown = ({ fingerprint, line, entry, serial, text, reason, reasonText, choices }: PlannedEntry): HeldEntry => ({
  fingerprint,
  line,
  entry,
  serial,
  text,
  reason: reason ?? '',
  reasonText: reasonText?.zh ?? '',
  reasonTextEn: reasonText?.en ?? '',
  choices: choices.map((choice) => ({ ...choice })),
});

/** What the chain stands for now. */
async function totalsOf(tx: EntityManager, runId: string, chain: string): Promise<CommitAnswer['totals']> {
  const rows = await tx.query<{ bundle: string; portions: number; moneyFen: number }[]>(
    `SELECT i.key AS bundle, sum(i.value::integer)::integer AS portions, sum(i.value::integer * b.price_fen)::float8 AS "moneyFen"
     FROM chain_orders c, jsonb_each_text(c.items) i, run_bundles b
     WHERE c.run_id = $1 AND c.chain = $2 AND b.run_id = c.run_id AND b.bundle = i.key GROUP BY 1 ORDER BY 1`,
    [runId, chain],
  );
  const [count] = await tx.query<{ households: number }[]>(
    'SELECT count(*)::integer AS households FROM chain_orders WHERE run_id = $1 AND chain = $2',
    [runId, chain],
  );
  return {
    households: count?.households ?? 0,
    portions: rows.reduce((sum, { portions }) => sum + portions, 0),
    moneyFen: rows.reduce((sum, { moneyFen }) => sum + moneyFen, 0),
    perItem: Object.fromEntries(rows.map(({ bundle, portions }) => [bundle, portions])),
  };
}
