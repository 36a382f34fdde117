import type { EntityManager } from 'typeorm';
import { countingToday, holdHouseholds, writeCare } from './held-household.js';
import { today } from './today.js';

/** That something is done for a household no more stands in the clear: of these some flag is over for so many days. */
const select = `
  SELECT household_id AS id FROM households
  WHERE ended_at IS NULL AND EXISTS (SELECT FROM jsonb_array_elements(care_later) l
    WHERE (l->>'from')::date <= ${today} - $1::integer)
  ORDER BY household_id LIMIT $2 FOR UPDATE SKIP LOCKED`;

/** Flags that count no more since so many days are not known any more. */
export async function forgetFlags(tx: EntityManager, days: number, batch: number): Promise<number> {
  const rows = await tx.query<{ id: string }[]>(select, [days, batch]);
  const held = await holdHouseholds(
    tx,
    rows.map(({ id }) => id),
  );
  for (const household of held.values()) await writeCare(tx, await countingToday(tx, household));
  return held.size;
}
