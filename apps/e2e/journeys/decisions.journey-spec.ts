import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { Client, Connection } from '@temporalio/client';
import { Person, Refused } from '../src/api.js';
import { GoodDay } from '../src/good-day.js';
import { Histories } from '../src/histories.js';
import { Auditor } from '../src/invariants.js';
import type { Run } from '../src/shapes.js';

const office = new Person(process.env['JIELONG_URL'] ?? '', 'sample/S001');
let auditor: Auditor;
let histories: Histories;
let connection: Connection;
let temporal: Client;
beforeAll(async () => {
  [auditor, histories] = [await Auditor.open(), await Histories.open()];
  connection = await Connection.connect({ address: process.env['TEST_TEMPORAL_ADDRESS'] ?? '' });
  temporal = new Client({ connection, namespace: process.env['TEST_TEMPORAL_NAMESPACE'] ?? 'jielong' });
});
afterAll(() => Promise.all([auditor.close(), histories.close(), connection.close()]));

const aSecondAgo = () => new Date(Date.now() - 1_000).toISOString();
/** Twelve households of Lantian Garden with a portion each. */
async function day(cutOffAt = aSecondAgo(), minimumPortions = 1): Promise<GoodDay> {
  const opened = await GoodDay.open(office, {
    ...{ compound: 'LT', gateCaptain: 'D001', serviceDate: daysAhead(4), cutOffAt, minimumPortions },
    bundles: [{ code: 'SC01' }],
  });
  const { items } = await office.get<{ items: { id: string }[] }>('/households?compound=LT&limit=12');
  for (const { id } of items) await office.post(`${opened.path}/orders`, { forHousehold: id, items: { SC01: 1 } });
  return opened;
}
const processOf = (run: GoodDay) => temporal.workflow.getHandle(`supply-run:${run.runId}`);
const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refused ? error.problem.code : String(error)),
  );
/** Over by its rows and in Temporal, with nothing lost on the way. */
async function ends(run: GoodDay, stage: string): Promise<Run> {
  const over = await run.reaches(stage);
  await histories.processesOf(run);
  expect(await auditor.brokenAtEnd(run.runId)).toEqual({});
  expect(await run.lost()).toEqual([]);
  return over;
}
const distributing = async (): Promise<GoodDay> => {
  const run = await day();
  await run.lock();
  await run.purchase();
  await run.allocated();
  return run;
};

describe('a run is called off', () => {
  test('while neighbours order', async () => {
    const run = await day(new Date(Date.now() + 3_600_000).toISOString());
    await run.cancel();
    await ends(run, 'cancelled');
    expect(await refusal(run.lock())).toBe('closed');
  });

  test('after the lock, before anything is bought: purchase and trip end too', async () => {
    const run = await day();
    await run.lock();
    await run.office.until<{ trips: unknown[] }>(`${run.path}/goods`, ({ trips }) => trips.length > 0);
    await run.cancel();
    await ends(run, 'cancelled');
    await histories.record(run, 'cancelled-before-purchase', ['supply-run', 'purchase', 'trip']);
  });

  test('when it is bought: nobody is promised anything, what the shop has is returned, and a person settles', async () => {
    const run = await distributing();
    await run.cancel();
    await run.reaches('settling');
    expect((await run.allocation((await run.show()).allocation.version)).short).toHaveLength(12);
    await run.dispose();
    await run.settle('cancelled');
    await ends(run, 'cancelled');
    expect((await run.custody()).balances.filter(({ portions }) => portions > 0)).toMatchObject([
      { place: { kind: 'returned' }, portions: 12 },
    ]);
  });

  test('while households pick up: they keep what they have, and nobody gets any more', async () => {
    const run = await distributing();
    await run.load();
    const { pickupPoints } = await run.handOver();
    const [first, second] = await run.pickupOrders();
    await run.give(pickupPoints[0]?.id ?? '', { code: first?.code });
    await run.cancel();
    await run.reaches('settling');
    expect(await refusal(run.give(pickupPoints[0]?.id ?? '', { code: second?.code }))).not.toBe('accepted');
    await run.dispose();
    await run.settle('cancelled');
    await ends(run, 'cancelled');
    await histories.record(run, 'cancelled-during-pickup');
  });

  test("by Temporal's own Cancel, in the same way", async () => {
    const run = await distributing();
    await processOf(run).cancel();
    await run.reaches('settling');
    await run.dispose();
    await run.settle('cancelled');
    await ends(run, 'cancelled');
    await histories.record(run, 'cancelled-in-temporal');
    expect((await run.show()).waitingFor).toEqual([]);
  });

  test('not when only its books are left', async () => {
    const run = await distributing();
    await run.load();
    await run.handOver();
    await run.closePickup();
    expect(await refusal(run.cancel())).toBe('only-books-left');
    await run.dispose();
    await run.settle();
    await ends(run, 'closed');
  });
});

describe('a run below its minimum', () => {
  test('is put off, gets its orders, and goes on', async () => {
    const run = await day(aSecondAgo(), 14);
    await histories.asks(`supply-run:${run.runId}`, 'lockOrders');
    expect(await refusal(run.lock())).toBe('below-minimum');
    await office.post(`${run.path}/extend`, { cutOffAt: new Date(Date.now() + 1_500).toISOString() });
    const { items } = await office.get<{ items: { id: string }[] }>('/households?compound=LT&limit=20');
    for (const { id } of items.slice(14, 16)) await office.post(`${run.path}/orders`, { forHousehold: id, items: { SC01: 1 } });
    await run.reaches('confirming');
    expect((await run.lock()).stage).toBe('purchasing');
    await run.cancel();
    await ends(run, 'cancelled');
    await histories.record(run, 'extended');
  });

  test('is void, or joins the next turn with its orders', async () => {
    const [run, next] = [await day(aSecondAgo(), 50), await GoodDay.open(office, { ...nextTurn(), bundles: [{ code: 'SC01' }] })];
    await run.voided(next.runId);
    await ends(run, 'voided');
    await histories.record(run, 'joined-next-turn');
    expect((await next.show()).portions).toBe(12);
    await next.voided();
    await ends(next, 'voided');
  });

  test('is void by itself at the deadline of its lock, where the policy says so', async () => {
    const { id } = await office.post<Run>('/supply-runs', {
      ...{ ...nextTurn(), gateCaptain: undefined, cutOffAt: aSecondAgo(), minimumPortions: 50, bundles: [{ code: 'SC01' }] },
      policies: { belowMinimum: 'void', durations: { lockMs: 0 } },
    });
    expect((await office.until<Run>(`/supply-runs/${id}`, ({ stage }) => stage === 'voided')).waitingFor).toEqual([]);
  });
});
const nextTurn = () => ({
  ...{ compound: 'LT', gateCaptain: 'D001', serviceDate: daysAhead(5), cutOffAt: new Date(Date.now() + 3_600_000).toISOString() },
});

describe('a run whose processes are gone', () => {
  test('is found, and goes on from its rows; terminated after each report, it closes like any other', async () => {
    const run = await day();
    const again = async () => {
      for (const id of await run.processes()) {
        const terminated = temporal.workflow.getHandle(id).terminate();
        await terminated.catch(() => undefined); // over already
      }
      while (!(await run.lost()).includes(`supply-run:${run.runId}`)) await setTimeout(50); // Temporal's list lags behind
      await run.resume();
    };
    await again();
    await run.lock();
    await again();
    await run.purchase();
    await again();
    await run.allocated();
    await run.load();
    await again();
    await run.handOver();
    await again();
    await run.closePickup();
    await again();
    await run.dispose();
    await again();
    await run.settle();
    await ends(run, 'closed');
    await histories.record(run, 'resumed');
  });
});
