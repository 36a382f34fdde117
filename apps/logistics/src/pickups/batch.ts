import type { Actor } from '@jielong/kernel';
import { type ScanAnswer, again } from '@jielong/logistics-domain';
import { inCommunity } from '@jielong/platform';
import type { DataSource } from 'typeorm';
import { answerOf, hear, isBelowZero } from './hearing.js';
import type { Batch } from './pickup.schema.js';
import { writeMalformed } from './malformed.rows.js';
import { type Item, type Malformed, isMalformed, readItem } from './said.js';
import { type Circumstances, writeVerdicts } from './verdict.rows.js';

/** As many scans as one transaction hears: locks are held for a moment, and a crash costs little. */
const together = 100;
export type BatchAnswer = Malformed['answer'];

/** Hears every item of a batch and answers in their order. Whatever contradicts the books is kept as a conflict; sent again, nothing changes. */
export async function hearBatch(db: DataSource, actor: Actor, { deviceId, scans }: Batch): Promise<BatchAnswer[]> {
  const device = deviceId ?? null;
  const items = scans.map((raw) => readItem(raw, actor, device));
  const malformed = items.filter(isMalformed).map(({ row }) => row);
  if (malformed.length) await inCommunity(db, actor.community, (tx) => writeMalformed(tx, malformed));
  const answers: BatchAnswer[] = [];
  for (let from = 0; from < items.length; from += together) {
    answers.push(...(await hearChunk(db, actor, device, items.slice(from, from + together))));
  }
  return answers;
}

async function hearChunk(db: DataSource, actor: Actor, deviceId: string | null, items: readonly Item[]): Promise<BatchAnswer[]> {
  const good = items.flatMap((item) => (isMalformed(item) ? [] : [item]));
  const answers = new Map<Item, BatchAnswer>(items.filter(isMalformed).map((item) => [item, item.answer]));
  const heard = await hearGood(db, actor, deviceId, good);
  good.forEach((item, i) => answers.set(item, heard[i] ?? noAnswer()));
  return items.map((item) => answers.get(item) ?? noAnswer());
}

type Good = Exclude<Item, Malformed>;
/** Where the ledger does not cover one of them, they are heard one by one, so that it holds up none of the others. */
async function hearGood(
  db: DataSource,
  actor: Actor,
  deviceId: string | null,
  good: readonly Good[],
  isUncovered = false,
): Promise<ScanAnswer[]> {
  if (!good.length) return [];
  const bodies = new Map(good.map(({ scan, body }) => [scan, body]));
  const how: Circumstances = { actor, deviceId, outcome: 'handed-out', evidence: 'counted', bodies };
  const scans = good.map(({ scan }) => scan);
  try {
    const verdicts = await hear(db, { community: actor.community, scans, isUncovered, write: (tx, all) => writeVerdicts(tx, all, how) });
    return verdicts.map((verdict) => (verdict.is === 'repeated' ? again(verdict.answer) : answerOf(verdict)));
  } catch (error) {
    if (!isBelowZero(error) || isUncovered) throw error;
    if (good.length === 1) return hearGood(db, actor, deviceId, good, true);
    const answers: ScanAnswer[] = [];
    for (const item of good) answers.push(...(await hearGood(db, actor, deviceId, [item])));
    return answers;
  }
}

/** A fault of ours: what is heard is answered. */
const noAnswer = (): never => {
  throw new Error('a scan without an answer');
};
