import type { Erased, Erasure } from '@jielong/kernel';
import { audit, emptyAnswers } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { sameHousehold } from '../merges/same-household.rows.js';
import { holdOpenRuns, namesOneOf, whyNotErase } from './may-erase.rows.js';

/** Their answers repeat what neighbours have written: whom a line is about, nobody can tell for certain. */
const repeatTexts: readonly string[] = ['commitSignUps', 'answerSignUps', 'commitPaymentList'];

const isOver = `r.stage IN ('closed', 'voided', 'cancelled')`;
/** Chains in which the household stands, of runs that are over. */
const touched = `SELECT e.run_id, e.chain FROM chain_entries e JOIN supply_runs r USING (community_id, run_id)
  WHERE ${isOver} AND ${namesOneOf('e', '$1')}`;
const namesNobody = `(c.orders::text || c.choices::text || c.answers::text) !~ '[0-9a-f]{8}-[0-9a-f]{4}-'`;

/** The reasons of its money and its moves are the household's own; why a run was called off, say, is not. */
const statements: readonly string[] = [
  // The text of a chain is one: what stands in it of somebody goes with all of it. An entry that names nobody may mean anybody.
  `UPDATE chain_entries c SET fingerprint = '', text = '', said = '', reason_text = NULL
   WHERE (c.run_id, c.chain) IN (${touched}) AND (${namesOneOf('c', '$1')} OR ${namesNobody})
     AND ((c.fingerprint, c.text, c.said) <> ('', '', '') OR c.reason_text IS NOT NULL)`,
  `UPDATE chains c SET text = '', text_hash = '' WHERE (c.run_id, c.name) IN (${touched}) AND c.text <> ''`,
  `UPDATE refused_reports SET payload = '', reason = '' WHERE (payload, reason) <> ('', '') AND process_id IN (
     SELECT 'supply-run:' || o.run_id FROM orders o JOIN supply_runs r USING (community_id, run_id) WHERE ${isOver} AND o.for_household = ANY ($1))`,
  `UPDATE orders SET placed_by = NULL, remark = NULL, cancel_reason = NULL
   WHERE for_household = ANY ($1) AND coalesce(placed_by, remark, cancel_reason) IS NOT NULL`,
  `UPDATE order_moves SET reason = '' WHERE (from_household = ANY ($1) OR to_household = ANY ($1)) AND reason <> ''`,
  `UPDATE payouts SET reason = '' WHERE household = ANY ($1) AND reason <> ''`,
  `UPDATE waivers SET reason = '' WHERE household = ANY ($1) AND reason <> ''`,
  `UPDATE payment_reversals SET reason = '' WHERE reason <> '' AND payment_id IN (SELECT payment_id FROM payments WHERE paid_by = ANY ($1))`,
  `UPDATE settlement_lines SET reason = '' WHERE account_kind = 'household' AND holder = ANY ($1::text[]) AND reason <> ''`,
];

/**
 * Makes empty what is written about a household, under all of its ids; amounts, portions and times stay. Of a person orders has the code alone. Runs
 * are held, so that nobody orders meanwhile: whoever cannot be forgotten by now is not. Said again, it changes nothing.
 */
export async function eraseInOrders(tx: EntityManager, { kind, subject }: Pick<Erasure, 'kind' | 'subject'>): Promise<Erased> {
  await holdOpenRuns(tx);
  const refused = await whyNotErase(tx, kind, subject);
  if (refused !== null) return { ids: [], refused };
  if (kind === 'person') return { ids: [subject], refused };
  const ids = (await sameHousehold(tx, [subject]))(subject);
  await emptyTexts(tx, subject, ids);
  return { ids, refused };
}

async function emptyTexts(tx: EntityManager, household: string, ids: readonly string[]): Promise<void> {
  let changed = await emptyAnswers(tx, (said, operation) => repeatTexts.includes(operation) || ids.some((id) => said.includes(id)));
  for (const sql of statements) {
    const [, rows] = await tx.query<[unknown[], number]>(sql, [ids]);
    changed += rows;
  }
  if (changed > 0) await audit(tx, { action: 'erase', subjectKind: 'household', subjectId: household });
}
