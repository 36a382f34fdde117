import { randomUUID } from 'node:crypto';
import { fen } from '@jielong/kernel';
import { defaultPolicies } from '@jielong/orders-contract';
import type { waiverAnswer, waiverBody } from '@jielong/orders-contract/schemas';
import { checkWaiver, waiving } from '@jielong/orders-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { sameHousehold } from '../merges/same-household.rows.js';
import { householdsOf, idNow } from '../orders/household-rows.js';
import { waivers } from '../sealed.js';
import { balanceOf, holdAccounts, shareRun } from './accounts.rows.js';
import { on, post } from './postings.rows.js';

export type Waive = z.output<typeof waiverBody>;
export type Waived = z.output<typeof waiverAnswer>;

/** The fund does without what a household owes, as far as the policies of the run let it. */
export async function waive(tx: EntityManager, runId: string, { household: named, amountFen: amount, reason }: Waive): Promise<Waived> {
  await shareRun(tx, runId);
  const household = idNow(await householdsOf(tx, [named]), named);
  const [waiverId, amountFen] = [randomUUID(), fen(amount)];
  const posting = waiving({ waiverId, household, amountFen });
  const balances = await holdAccounts(tx, [posting.debit, posting.credit]);
  const { waivedFen, limitFen } = await waivedBefore(tx, runId, household);
  checkWaiver(amountFen, balances(posting.credit), waivedFen, limitFen);
  await tx.query('INSERT INTO waivers (waiver_id, run_id, household, amount_fen, reason) VALUES ($1, $2, $3, $4, $5)', [
    waiverId,
    runId,
    household,
    amountFen,
    waivers.seal(tx, waiverId, { reason }).reason,
  ]);
  await post(tx, on(runId, 'waived', [posting]));
  await audit(tx, { action: 'waive', subjectKind: 'waiver', subjectId: waiverId, details: { runId, amountFen } });
  return { id: waiverId, runId, household, amountFen, balanceFen: await balanceOf(tx, household) };
}

async function waivedBefore(tx: EntityManager, runId: string, household: string): Promise<{ waivedFen: number; limitFen: number }> {
  const ids = (await sameHousehold(tx, [household]))(household);
  const [row] = await tx.query<{ waivedFen: number; limitFen: number }[]>(
    `SELECT coalesce((policies->>'waiverLimitFen')::float8, $3) AS "limitFen",
       (SELECT coalesce(sum(amount_fen), 0)::float8 FROM waivers WHERE run_id = $1 AND household = ANY($2)) AS "waivedFen"
     FROM supply_runs WHERE run_id = $1`,
    [runId, ids, defaultPolicies.waiverLimitFen],
  );
  return row ?? { waivedFen: 0, limitFen: 0 };
}
