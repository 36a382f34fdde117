import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BothServices } from './both-services.js';
import type { Heard } from './heard.js';
import { bodies, ordered } from './story.js';
import { ToldDay, type ToldStep } from './told-day.js';

let both: BothServices;
beforeAll(async () => void (both = await BothServices.open()), 120_000);
afterAll(() => both.close());
const steps = ['lockOrders', 'confirmPurchase', 'confirmLoading', 'confirmHandoff', 'closePickup', 'approveSettlement'] as const;

function* permutations<T>(all: readonly T[]): Generator<readonly T[]> {
  if (!all.length) return yield [];
  for (const [i, first] of all.entries()) for (const rest of permutations(all.toSpliced(i, 1))) yield [first, ...rest];
}

/** Each three times; what is refused is said again, in the same words, after the next that is accepted. Then what is left is disposed of. */
async function tellAll(day: ToldDay, order: readonly ToldStep[]): Promise<Record<string, Heard>> {
  const ids = new Map([...order, 'disposeRemainder' as const].map((step) => [step, randomUUID()] as const));
  const heard: Record<string, Heard> = {};
  const waiting: ToldStep[] = [];
  const say = async (step: ToldStep) => (heard[step] = await day.tell(step, ids.get(step) ?? '', bodies[step]));
  const sayAgain = async () => {
    for (let again = true; again;) {
      again = false;
      // What is left is known when pickup is over: whoever says earlier that everything was returned says that nobody got anything.
      const isLeft =
        heard['closePickup'] === 'accepted' && heard['disposeRemainder'] === undefined && !waiting.includes('disposeRemainder');
      if (isLeft) waiting.push('disposeRemainder');
      for (const step of [...waiting]) {
        if ((await say(step)) !== 'accepted') continue;
        waiting.splice(waiting.indexOf(step), 1);
        again = true;
      }
    }
  };
  for (const step of order) {
    const thrice = [await say(step), await say(step), await say(step)];
    expect(new Set(thrice).size).toBe(1); // the same answer every time
    if (heard[step] === 'accepted') await sayAgain();
    else waiting.push(step);
  }
  return heard;
}

/** Portions by bundle and place, fen by account: with the ids of this run left out. */
async function balances(runId: string): Promise<Record<string, number>> {
  const rows = await both.auditor.rows<{ what: string; much: number }>(
    `SELECT 'portions ' || bundle || ' ' || place_kind AS what, sum(portions)::integer AS much FROM logistics.custody_balances
     WHERE run_id = $1 GROUP BY 1 HAVING sum(portions) <> 0
     UNION ALL SELECT 'fen ' || side.kind || ' ' || replace(side.holder, $1::text, 'run'), sum(side.fen)::integer FROM orders.postings
       CROSS JOIN LATERAL (VALUES (debit_kind, debit_holder, amount_fen), (credit_kind, credit_holder, -amount_fen)) AS side(kind, holder, fen)
     WHERE run_id = $1::uuid GROUP BY 1 HAVING sum(side.fen) <> 0 ORDER BY 1`,
    [runId],
  );
  return Object.fromEntries(rows.map(({ what, much }) => [what, much]));
}

/** Spread over all of them; ORDERS_OF_TELLING=720 takes minutes. */
const count = Number(process.env['ORDERS_OF_TELLING'] ?? 60);
/** For a machine that does other work besides; with four told at once it is well under a second each. */
const perOrderMs = 5_000;
const all = [...permutations(steps)];
const chosen = all.filter((_, i) => Math.floor((i * count) / all.length) !== Math.floor(((i - 1) * count) / all.length));

test(
  `six steps, each said three times, in ${chosen.length} of ${all.length} orders: the same balance of every place, bundle and account, and closed`,
  async () => {
    const first = await ToldDay.open(both, ordered);
    await tellAll(first, steps);
    const expected = await balances(first.runId);
    expect((await first.now()).orders.stage).toBe('closed');
    expect(Object.keys(expected).length).toBeGreaterThan(4);
    const queue = [...chosen];
    const found: Record<string, object> = {};
    const teller = async () => {
      for (let order = queue.shift(); order; order = queue.shift()) {
        const day = await ToldDay.open(both, ordered);
        const heard = await tellAll(day, order);
        const { stage } = (await day.now()).orders;
        const came = await balances(day.runId);
        if (JSON.stringify(came) !== JSON.stringify(expected) || stage !== 'closed') found[order.join(' → ')] = { stage, heard, came };
      }
    };
    await Promise.all([teller(), teller(), teller(), teller()]);
    expect(found).toEqual({});
    expect(await both.auditor.broken(first.runId)).toEqual({}); // the accounts are those of all runs
  },
  count * perOrderMs,
);
