import { differenceOf } from '../demand.js';
import type { ChainLedger } from './chain-ledger.js';
import type { CommitInput, HouseholdChange } from './types.js';

/** What becomes of the orders of a chain's households: those that change, in a fixed order. */
export const householdChanges = (input: CommitInput, ledger: ChainLedger): readonly HouseholdChange[] =>
  ledger
    .households()
    .sort()
    .map((householdId) => changeOf(input, ledger, householdId))
    .filter((change) => isChange(input, change));

function changeOf({ chain, standing, now }: CommitInput, ledger: ChainLedger, householdId: string): HouseholdChange {
  const state = ledger.stateOf(householdId);
  return {
    householdId,
    orderId: standing.get(householdId)?.orderId ?? null,
    items: ledger.orderOf(householdId),
    chainItems: state.items,
    gate: state.gate ?? (Object.keys(state.items).length > 0 ? null : (chain.get(householdId)?.gate ?? null)),
    placedBy: state.placedBy,
    remarks: state.remarks,
    firstSeenAt: state.firstSeenAt ?? now,
    coming: ledger.comingOf(householdId),
  };
}

/** The order changes, or what the chain stands for in it, or its gate. */
function isChange({ chain, standing }: CommitInput, { householdId, items, chainItems, gate }: HouseholdChange): boolean {
  const [before, order] = [chain.get(householdId), standing.get(householdId)];
  const differs = (a = {}, b = {}) => Object.keys(differenceOf(a, b)).length > 0;
  return differs(order?.items, items) || differs(before?.items, chainItems) || (before !== undefined && before.gate !== gate);
}
