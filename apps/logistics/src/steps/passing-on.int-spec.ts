import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { GoodsEvent, NoteGoods } from '@jielong/logistics-contract';
import { ordersViews } from '@jielong/orders-contract';
import { type Day, Warehouse } from '../../spec/warehouse.js';

let house: Warehouse;
beforeAll(async () => {
  house = await Warehouse.open();
}, 60_000);
afterAll(() => house.close());

/** A run with ten orders, its goods at the gate as counted there. */
async function handedOver(differs?: object): Promise<Day> {
  const day = await house.run();
  await day.buys(10);
  await day.planned();
  await day.allocates(1);
  await day.says(day.loading());
  await day.says(day.handoff(differs));
  return day;
}
const note = (events: readonly GoodsEvent[], corrects?: string): NoteGoods => ({
  ...{
    reportId: randomUUID(),
    step: 'noteGoods',
    enteredBy: 'D001',
    doneBy: 'D001',
    channel: 'api',
    occurredAt: null,
    evidence: 'counted',
  },
  ...{ events, corrects },
});
const passedOn = (run: Day, portions: number): GoodsEvent => ({
  ...{ what: 'passed-on', at: 'pickup-point', bundle: 'SC01', portions, to: { run: run.run, at: 'pickup-point' } },
});
const wishes = async (day: Day): Promise<number> =>
  (await house.rows('SELECT FROM outbox WHERE process_id = $1', [`supply-run:${day.run}`])).length;

it('writes both ledgers at once, wakes the other run, and changes what both can count on', async () => {
  const own = await handedOver({ portions: 12, surplus: 2 });
  const other = await handedOver({ portions: 8, missing: 2 });
  const [before, change] = [await wishes(other), (await other.read()).change];
  await own.says(note([passedOn(other, 2)]));
  expect(await own.held()).toEqual({ 'carried-out': 2, 'pickup-point': 10, source: -12 });
  expect(await other.held()).toEqual({ missing: 2, 'pickup-point': 10, source: -12 });
  expect((await other.read()).change).toBe(change + 1);
  expect(await wishes(other)).toBe(before + 1);
  expect([...(await own.breaches()), ...(await other.breaches())]).toEqual([]);
});

it('is taken back from both where it is corrected, unless the other has handed it out', async () => {
  const own = await handedOver({ portions: 12, surplus: 2 });
  const other = await handedOver({ portions: 8, missing: 2 });
  const said = note([passedOn(other, 2)]);
  await own.says(said);
  await own.says(note([], said.reportId));
  expect(await own.held()).toEqual({ 'pickup-point': 12, source: -12 });
  expect(await other.held()).toEqual({ missing: 2, 'pickup-point': 8, source: -10 });
  const again = note([passedOn(other, 2)]);
  await own.says(again);
  await other.pickUp(10);
  await expect(own.says(note([], again.reportId))).rejects.toMatchObject({ code: 'more-than-held' });
  expect([...(await own.breaches()), ...(await other.breaches())]).toEqual([]);
});

it('between two runs that pass on to each other at once, neither waits for the other for ever', async () => {
  const [first, second] = [await handedOver({ portions: 15, surplus: 5 }), await handedOver({ portions: 15, surplus: 5 })];
  const rounds = Array.from({ length: 5 }, () => [first.says(note([passedOn(second, 1)])), second.says(note([passedOn(first, 1)]))]);
  await Promise.all(rounds.flat());
  expect(await first.held()).toEqual({ 'carried-out': 5, 'pickup-point': 15, source: -20 });
  expect(await second.held()).toEqual({ 'carried-out': 5, 'pickup-point': 15, source: -20 });
  expect([...(await first.breaches()), ...(await second.breaches())]).toEqual([]);
});

it('is refused for a run that nobody knows, and nothing is written', async () => {
  const own = await handedOver({ portions: 12, surplus: 2 });
  const nowhere: GoodsEvent = {
    ...{ what: 'passed-on', at: 'pickup-point', bundle: 'SC01', portions: 1 },
    to: { run: randomUUID(), at: 'bus' },
  };
  await expect(own.says(note([nowhere]))).rejects.toMatchObject({ code: 'no-such-run' });
  expect(await own.held()).toEqual({ 'pickup-point': 12, source: -12 });
});

it('waits for whoever is closing the other run, and is refused once its books are closed', async () => {
  const own = await handedOver({ portions: 12, surplus: 2 });
  const other = await handedOver({ portions: 8, missing: 2 });
  await house.rows('BEGIN');
  await house.rows(`SELECT pg_advisory_xact_lock(hashtextextended('books of ' || $1::text, 0))`, [other.run]);
  const passing = own.says(note([passedOn(other, 2)])).catch((error: unknown) => error);
  const waiting = `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  while (!(await house.rows(waiting)).length) continue;
  await house.rows(`UPDATE ${ordersViews.runs} SET stage = 'closed' WHERE run_id = $1`, [other.run]);
  await house.rows('COMMIT');
  expect(await passing).toMatchObject({ code: 'closed' });
  expect([await own.held(), await other.held()]).toEqual([
    { 'pickup-point': 12, source: -12 },
    { missing: 2, 'pickup-point': 8, source: -10 },
  ]);
});
