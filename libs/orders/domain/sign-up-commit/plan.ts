import { differenceOf, type Items } from '../demand.js';
import type { Line } from '../sign-up/types.js';
import { ChainLedger } from './chain-ledger.js';
import { plannedEntries } from './entries.js';
import { householdChanges } from './households.js';
import { settledIn } from './settled.js';
import type { CommitInput, CommitPlan, CommitReason, HouseholdChange } from './types.js';

/**
 * What a commit of a chain's text does: the difference between what the text says now and what the chain has made of it before.
 *
 * Entries that count already go on counting. New ones are taken in the order of the text, each whole or not at all; one that waits for
 * something that comes later in the text is tried again. An entry that counts and is gone leaves its household as it is, until a person
 * decides or a newer entry of that household takes its place.
 */
export function planCommit(input: CommitInput): CommitPlan {
  const settled = settledIn(input);
  const ledger = new ChainLedger(input, settled);
  const fresh = input.lines.filter(({ status, fingerprint }) => status === 'accepted' && !settled.has(fingerprint));
  const held = takeInOrder(ledger, fresh);
  const households = householdChanges(input, ledger);
  return {
    entries: plannedEntries(input, ledger, held),
    households,
    difference: demandOf(input, households),
    counts: countsOf(input, ledger),
  };
}

function takeInOrder(ledger: ChainLedger, fresh: readonly Line[]): ReadonlyMap<string, CommitReason> {
  const held = new Map<string, CommitReason>();
  let waiting = fresh;
  for (let taken = -1; taken !== 0 && waiting.length > 0;) {
    held.clear();
    const before = waiting.length;
    waiting = waiting.filter((line) => {
      const refusal = ledger.take(line);
      if (refusal) held.set(line.fingerprint, refusal);
      return refusal !== undefined;
    });
    taken = before - waiting.length;
  }
  return held;
}

function demandOf({ standing }: CommitInput, households: readonly HouseholdChange[]): Items {
  const sums: Record<string, number> = {};
  for (const { householdId, items } of households) {
    const difference = differenceOf(standing.get(householdId)?.items ?? {}, items);
    for (const [bundle, more] of Object.entries(difference)) sums[bundle] = (sums[bundle] ?? 0) + more;
  }
  return Object.fromEntries(Object.entries(sums).filter(([, more]) => more !== 0));
}

function countsOf({ chain }: CommitInput, ledger: ChainLedger): CommitPlan['counts'] {
  const counts = { added: 0, changed: 0, removed: 0, unchanged: 0 };
  for (const householdId of ledger.households()) {
    const [before, now] = [chain.get(householdId)?.items ?? {}, ledger.stateOf(householdId).items];
    const [was, is] = [Object.keys(before).length > 0, Object.keys(now).length > 0];
    if (!was && !is) continue;
    const isSame = Object.keys(differenceOf(before, now)).length === 0;
    counts[isSame ? 'unchanged' : !was ? 'added' : !is ? 'removed' : 'changed'] += 1;
  }
  return counts;
}
