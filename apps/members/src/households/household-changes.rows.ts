import { type Actor, type Belonging, mayAt } from '@jielong/kernel';
import { type HouseholdChangeKind, permissions } from '@jielong/members-contract';
import type { householdChangesAnswer } from '@jielong/members-contract/schemas';
import { audit, nextId } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { householdChanges } from '../sealed.js';
import { whyGone } from './read-household.js';

type Shown = z.output<typeof householdChangesAnswer>['items'][number];
export type HouseholdChange = Omit<Shown, 'at'> & { readonly at: Date };
export interface HouseholdChanges {
  readonly items: readonly HouseholdChange[];
  readonly next: null;
}
interface Said {
  readonly change: HouseholdChangeKind;
  readonly household: string;
  readonly other: string | null;
  readonly reason: string | null;
}
const actions = { confirmed: 'confirmHousehold', merged: 'mergeHousehold', split: 'splitHousehold' } as const;

/** Keeps who changed a household, when and why. A reason may name somebody, so it is kept here and not in the audit. */
export async function noteChange(tx: EntityManager, { change, household, other, reason }: Said): Promise<void> {
  const id = await nextId(tx, 'household_changes', 'change_id');
  await tx.query(
    'INSERT INTO household_changes (change_id, household_id, change, other, reason) OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $4, $5)',
    [id, household, change, other, householdChanges.seal(tx, id, { reason }).reason],
  );
  await audit(tx, { action: actions[change], subjectKind: 'household', subjectId: household, details: other === null ? {} : { other } });
}

/** By where the household is. */
const maySeeReasons = (actor: Actor, part: Belonging): boolean => mayAt(actor, permissions['households.write'], [[part]]);

/**
 * What has become of a household, also of one that is another one now, in the order in which it was said. A reason may name somebody: it is shown to
 * those who may say one, and reading leaves a trace, in the same transaction.
 */
export async function listChanges(tx: EntityManager, id: string, actor: Actor): Promise<HouseholdChanges> {
  const [home] = await tx.query<Belonging[]>('SELECT compound, building, unit FROM households WHERE household_id = $1', [id]);
  if (!home) throw await whyGone(tx, id);
  const rows = await tx.query<(HouseholdChange & { id: string })[]>(
    `SELECT change_id AS id, change, household_id AS household, other, CASE WHEN $2 THEN reason END AS reason, entered_by AS "enteredBy", at FROM household_changes
     WHERE $1 IN (household_id, other) ORDER BY change_id`,
    [id, maySeeReasons(actor, home)],
  );
  const items = rows.map(({ id: changeId, ...row }) => householdChanges.open(tx, changeId, row));
  await audit(tx, { action: 'listHouseholdChanges', subjectKind: 'household', subjectId: id });
  return { items, next: null };
}
