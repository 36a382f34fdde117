import { DomainError } from '@jielong/kernel';
import { type SaidScan, type ScanAnswer, type Verdict, judge } from '@jielong/logistics-domain';
import { databaseCode, type FirstRead, inCommunity } from '@jielong/platform';
import type { DataSource, EntityManager } from 'typeorm';
import { knownTo } from './scan.rows.js';

/** Scans that are heard together: one transaction, one decision after the other. */
export interface Hearing {
  readonly community: string;
  readonly scans: readonly SaidScan[];
  /** Writes what was decided, in the transaction that holds the locks. */
  readonly write: (tx: EntityManager, verdicts: readonly Verdict[]) => Promise<void>;
  /** Words a decision before it is written; as it is where left out. */
  readonly worded?: (verdict: Verdict) => Verdict;
  /** Whether their sender may, where that is still to be asked. */
  readonly check?: FirstRead | undefined;
  /** The ledger has just refused to hand these out. */
  readonly isUncovered?: boolean;
}

const attempts = 4;
const [belowZero, lostRace] = [/^23514$/, /^(40001|40P01)$/];
const failedWith = (error: unknown, codes: RegExp): boolean => codes.test(databaseCode(error) ?? '');
/** The ledger's last guard: a place would hold less than nothing. */
export const isBelowZero = (error: unknown): boolean => failedWith(error, belowZero);

const asItIs = (verdict: Verdict): Verdict => verdict;

/** Locks, reads, decides, writes; again where somebody else won a race. An ask that is refused throws why, and leaves nothing. */
export async function hear(db: DataSource, hearing: Hearing, attempt = 1): Promise<Verdict[]> {
  const { community, scans, write, worded = asItIs, check, isUncovered = false } = hearing;
  try {
    const heard = async (tx: EntityManager) => {
      const verdicts = judge({ ...(await knownTo(tx, scans)), isUncovered }, scans).map(worded);
      for (const verdict of verdicts) if (verdict.is === 'refused') throw verdict.problem;
      await write(tx, verdicts);
      return verdicts;
    };
    return await inCommunity(db, community, heard, check);
  } catch (error) {
    if (attempt === attempts || !failedWith(error, lostRace)) throw error;
    return hear(db, hearing, attempt + 1);
  }
}

/** One scan that asks: its answer, the stored one where it has been answered before, or the problem. */
export async function hearAsking(db: DataSource, hearing: Hearing): Promise<ScanAnswer> {
  const verdicts = await hear(db, hearing).catch((error: unknown) => {
    if (!isBelowZero(error)) throw error;
    return hear(db, { ...hearing, isUncovered: true });
  });
  const answer = verdicts.map(answerOf)[0];
  if (!answer) throw new Error('a scan without an answer');
  if (answer.status !== 'recorded') throw new DomainError('conflict', answer.code ?? 'conflict', answer.text, answer.details ?? {});
  return answer;
}

/** What was decided, as its sender hears it. */
export function answerOf(verdict: Verdict): ScanAnswer {
  if (verdict.is === 'refused') throw verdict.problem;
  return verdict.answer;
}
