import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError } from '@jielong/kernel';
import { tripWorkflowId } from '@jielong/logistics-contract';
import { supplyRunId } from '@jielong/orders-contract';
import { inCommunity } from '@jielong/platform';
import { community, type Day, handoffDue, Warehouse, type Wish } from '../../spec/warehouse.js';
import { pointNames } from '../custody/place-names.js';

let house: Warehouse;
beforeAll(async () => {
  house = await Warehouse.open();
});
afterAll(() => house.close());

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'accepted',
    (error: unknown) => (error instanceof DomainError ? error.code : error),
  );
/** Bought as expected, allocated, and on its way. */
async function bought(wish?: Wish): Promise<Day> {
  const day = await house.run(wish);
  await day.planned();
  await day.buys(wish?.expected ?? 10);
  await day.allocates(1);
  return day;
}

describe('a good day', () => {
  it('goes from the shop to households, and nothing is left to be asked', async () => {
    const day = await bought();
    await day.says(day.loading());
    expect(await day.held()).toEqual({ source: -10, bus: 10 });
    const handedOver = await day.says(day.handoff());
    expect(handedOver).toMatchObject({ receipt: { assumed: [] }, trip: { stops: [{ runId: day.run }] } });
    expect(await day.pointStates()).toEqual(['open']);

    await day.pickUp(10);
    const closed = await day.says(day.closing());
    expect(closed.goods).toMatchObject({ inFlight: 0, handedOut: 10, change: 1, points: [{ state: 'cleared' }] });
    expect(closed.goods?.done).toContain('disposeRemainder');
    expect(await day.held()).toEqual({ source: -10, household: 10 });
    expect(await day.breaches()).toEqual([]);
  });

  it('plans one trip with a stop per point, asks for its start once, and gives it deadlines', async () => {
    const day = await house.run({ orders: [6, 4] });
    const first = await day.planned();
    expect(await day.planned()).toEqual(first);
    expect([first.trips.length, first.stops.length]).toEqual([1, 2]);
    const processId = tripWorkflowId(first.trips[0] ?? '');
    const outbox = await house.rows(
      'SELECT p.workflow, p.input, p.summary, p.search_attributes FROM outbox JOIN processes p USING (process_id) WHERE process_id = $1',
      [processId],
    );
    expect(outbox).toMatchObject([
      {
        workflow: 'tripWorkflow',
        input: { community, tripId: first.trips[0], dueAt: { confirmLoading: '2026-11-25T13:00:00+08:00' } },
        search_attributes: { SupplyRun: [day.run], Compound: ['LT'], Community: community, ServiceDate: '2026-11-25' },
      },
    ]);
  });

  it('divides a bus between the stops of two gates by the allocation', async () => {
    const day = await bought({ orders: [6, 4] });
    await day.says(day.handoff(undefined, 0));
    expect([await day.held(), await day.pointStates()]).toEqual([{ source: -10, bus: 4, 'pickup-point': 6 }, ['open', 'waiting']]);
    const last = await day.says(day.handoff(undefined, 1), 'the run');
    expect([last.goods?.change, await day.pointStates()]).toEqual([1, ['open', 'open']]);
  });
});

describe('people who are quick', () => {
  it('a bus that is planned after a version was taken over is divided by it all the same', async () => {
    const day = await house.run({ orders: [6, 4] });
    await day.buys(10);
    await day.allocates(1);
    await day.planned();
    await day.says(day.handoff(undefined, 0));
    expect(await day.held()).toEqual({ source: -10, bus: 4, 'pickup-point': 6 });
  });

  it('a handoff that does not say where is refused with the stops by name, and so is one to the run', async () => {
    const day = await bought({ orders: [6, 4] });
    const { stops, trips } = await day.read();
    const { at: _nowhere, ...handoff } = day.handoff();
    const names = await house.rows<{ id: string; name: string }>(
      `SELECT s.stop_id AS id, p.name FROM stops s JOIN run_points p USING (community_id, run_id, pickup_point_id) WHERE s.run_id = $1`,
      [day.run],
    );
    for (const processId of [tripWorkflowId(trips[0] ?? ''), supplyRunId(day.run)]) {
      const refused = house.activities.applyLogisticsReport({ community, processId }, handoff);
      await expect(refused).rejects.toMatchObject({ code: 'unknown-stop', details: { places: expect.arrayContaining(names) } });
    }
    expect(names).toHaveLength(stops.length);
    expect(await inCommunity(house.db, community, (tx) => pointNames(tx, day.points))).toEqual(
      new Map(day.points.map((point) => [point, names.find(({ id }) => stops.some((it) => it.stop === id && it.point === point))?.name])),
    );
  });

  it('nothing is heard of goods while orders are taken, and all of it once they are locked', async () => {
    const day = await house.run({ isOrdering: true });
    await day.read();
    const reports = [day.closing(), day.disposal()];
    for (const report of reports) expect(await codeOf(day.says(report))).toBe('still-ordering');
    expect(await day.pointStates()).toEqual(['waiting']);
    await day.isLocked(10);
    for (const report of reports) expect(await codeOf(day.says(report))).toBe('accepted');
    expect(await day.pointStates()).toEqual(['cleared']);
  });
});

describe('goods that do not match', () => {
  it('a damaged portion asks for another version, which names who goes without; the point opens with it', async () => {
    const day = await bought();
    await day.says(day.handoff({ damaged: 1 }));
    expect((await day.read()).change).toBe(2);
    expect(await day.pointStates()).toEqual(['waiting']);
    expect(await codeOf(day.allocates(2, 10))).toBe('not-covered');
    const goods = await day.allocates(3, 9);
    expect(goods).toMatchObject({ allocationVersion: 3, points: [{ state: 'open' }] });
    const lines = await house.rows(
      'SELECT portions, count(*)::integer AS lines FROM pickup_order_lines WHERE run_id = $1 GROUP BY 1 ORDER BY 1',
      [day.run],
    );
    expect(lines).toEqual([
      { portions: 0, lines: 1 },
      { portions: 1, lines: 9 },
    ]);
  });

  it('a version that orders has not published is not taken over', async () => {
    const day = await bought();
    expect(await codeOf(house.activities.takeOverAllocation(community, day.run, 2))).toBe('unknown-version');
    expect((await day.read()).allocationVersion).toBe(1);
  });

  it('no household is left with less than it has already', async () => {
    const day = await bought();
    await day.says(day.handoff());
    await day.pickUp(1, 9);
    expect(await codeOf(day.allocates(2, 9))).toBe('less-than-handed-out');
    expect((await day.read()).allocationVersion).toBe(1);
  });

  it('less at the close than the books say is missing, and disposal leaves nothing in flight', async () => {
    const day = await bought();
    await day.says(day.handoff());
    await day.pickUp(7);
    const { goods } = await day.says(day.closing(2));
    expect([goods?.inFlight, goods?.change, goods?.done.includes('disposeRemainder')]).toEqual([3, 2, false]);
    expect((await day.says(day.disposal())).goods).toMatchObject({ inFlight: 0, points: [{ state: 'cleared' }] });
    expect(await day.held()).toEqual({ source: -10, household: 7, returned: 2, 'written-off': 1 });
    expect(await day.breaches()).toEqual([]);
  });

  it('a count that another contradicts is refused, names both, and leaves nothing', async () => {
    const day = await bought();
    await day.says(day.handoff());
    await day.pickUp(8);
    const late = day.loading({ portions: 5 });
    const before = await house.rows('SELECT count(*) FROM custody_movements');
    expect(await codeOf(day.says(late))).toBe('more-than-held');
    expect(await house.rows('SELECT count(*) FROM custody_movements')).toEqual(before);
    expect(await house.rows('SELECT FROM reports WHERE report_id = $1', [late.reportId])).toEqual([]);
  });
});

describe('people who do not report', () => {
  it('skipped steps are assumed in the name of the next reporter, and make way for the late report', async () => {
    const day = await house.run();
    await day.planned();
    const { receipt } = await day.says(day.handoff());
    expect(receipt.assumed).toEqual([`confirmPurchase@${day.purchase}`, `confirmLoading@${(await day.read()).trips[0]}`]);
    expect((await day.read()).change).toBe(1);
    const late = await day.buys(9);
    expect([late.change, await day.held()]).toEqual([2, { source: -9, 'pickup-point': 9 }]);
    expect(await day.breaches()).toEqual([]);
  });

  it('a late purchase that contradicts what was counted since is refused before orders writes it', async () => {
    const day = await house.run();
    await day.planned();
    await day.says(day.loading({ portions: 9 }));
    const check = (bought: Record<string, number>) => codeOf(house.activities.checkPurchase(community, day.purchase, bought));
    expect([await check({ SC01: 8 }), await check({ SC01: 9 }), await check({})]).toEqual(['more-than-held', 'accepted', 'accepted']);
    expect(await day.held()).toEqual({ source: -9, bus: 9 });
  });

  it('closing says that everything before it has happened', async () => {
    const day = await house.run();
    await day.planned();
    const { goods, receipt } = await day.says(day.closing());
    expect(receipt.assumed).toHaveLength(3);
    expect(goods).toMatchObject({ inFlight: 10, points: [{ state: 'closed' }] });
    expect(await house.rows('SELECT state FROM trips JOIN trip_runs USING (trip_id) WHERE run_id = $1', [day.run])).toEqual([
      { state: 'done' },
    ]);
  });

  it('an order to a door without an outcome was not delivered, and no code of a closed point is open', async () => {
    const day = await bought({ fulfilment: 'to-door' });
    await day.says(day.handoff());
    await day.pickUp(9);
    await day.says(day.closing());
    const outcomes = await house.rows('SELECT order_id, outcome, entered_by, evidence FROM deliveries WHERE run_id = $1', [day.run]);
    expect(outcomes).toEqual([{ order_id: day.lines[9]?.order_id, outcome: 'not-delivered', entered_by: 'D001', evidence: 'assumed' }]);
    expect(await house.rows('SELECT FROM pickup_orders WHERE run_id = $1 AND open', [day.run])).toEqual([]);
  });
});

describe('the same again, and at once', () => {
  it('a report twenty times at once has one effect and one answer', async () => {
    const day = await bought();
    const handoff = day.handoff({ missing: 1 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => day.says(handoff)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await house.rows('SELECT FROM reports WHERE report_id = $1', [handoff.reportId])).toHaveLength(1);
    expect(await day.held()).toEqual({ source: -10, missing: 1, 'pickup-point': 9 });
  });

  it('of two different reports of a step one is told who was first', async () => {
    const day = await bought();
    const codes = await Promise.all([day.handoff(), day.handoff({ damaged: 1 })].map((handoff) => codeOf(day.says(handoff))));
    expect(codes.sort()).toEqual(['accepted', 'already-reported']);
  });

  it('its id with another body is refused', async () => {
    const day = await bought();
    const handoff = day.handoff();
    await day.says(handoff);
    expect(await codeOf(day.says({ ...handoff, counted: 'one' }))).toBe('report-id-reused');
  });

  it('about another run is refused: what is left of one is not what is left of the other', async () => {
    const [one, other] = [await bought(), await bought()];
    const disposal = one.disposal();
    await one.says(disposal);
    expect(await codeOf(other.says(disposal))).toBe('report-id-reused');
  });

  it('receiving, planning and taking over twice change nothing', async () => {
    const day = await bought();
    const goods = await day.read();
    await house.activities.receivePurchase(community, day.purchase, 'purchase');
    await day.planned();
    expect(await house.activities.takeOverAllocation(community, day.run, 1)).toEqual(goods);
    expect(await house.rows('SELECT kind, portions FROM custody_movements WHERE run_id = $1', [day.run])).toEqual([
      { kind: 'receive', portions: 10 },
    ]);
  });

  it('pickups at two gates and a closing at the same time lock nobody out', async () => {
    const day = await bought({ expected: 60, orders: [30, 30] });
    await day.says(day.handoff(undefined, 0));
    await day.says(day.handoff(undefined, 1));
    await Promise.all([...day.lines.map((line) => day.pickUpLine(line)), day.says(day.closing(undefined, 0))]);
    expect((await day.read()).handedOut).toBe(60);
    expect(await day.breaches()).toEqual([]);
  });
});

describe('what the database alone guarantees', () => {
  it('no place gives what it has not', async () => {
    const day = await bought();
    await day.says(day.handoff());
    const [line] = day.lines;
    await house.rows('UPDATE pickup_order_lines SET portions = 50 WHERE run_id = $1', [day.run]);
    await day.pickUp(10);
    if (!line) throw new Error('a day without lines');
    await expect(day.pickUpLine(line)).rejects.toMatchObject({ code: '23514' });
    expect(await day.breaches()).toEqual([]);
  });

  it.each([
    'UPDATE custody_movements SET portions = 1',
    'DELETE FROM custody_movements',
    'UPDATE custody_balances SET portions = 0',
    'DELETE FROM reports',
    'UPDATE audit_entries SET actor = $$x$$',
  ])('the application may not %s', async (sql) => {
    await expect(inCommunity(house.db, community, (tx) => tx.query(sql))).rejects.toThrow('permission denied');
  });

  it('shows a community nothing of another', async () => {
    const day = await bought();
    const seen = await inCommunity(house.db, 'elsewhere', (tx) => tx.query('SELECT FROM custody_movements'));
    expect(seen).toEqual([]);
    expect(await codeOf(house.activities.readGoods('elsewhere', day.run))).toBe('no-such-run');
  });
});

describe('a run that is called off', () => {
  it('hands out nothing more; what is at the gate is disposed of, and then it is over', async () => {
    const day = await bought();
    await day.says(day.handoff());
    await day.pickUp(4);
    const off = await day.isCalledOff();
    expect(off).toMatchObject({ calledOff: true, inFlight: 6, points: [{ state: 'closed' }] });
    expect(await day.isCalledOff()).toEqual(off);
    expect(await house.rows('SELECT FROM pickup_orders WHERE run_id = $1 AND open', [day.run])).toEqual([]);
    expect((await day.allocates(2, 4)).allocationVersion).toBe(2);
    expect((await day.says(day.disposal())).goods).toMatchObject({ inFlight: 0, points: [{ state: 'cleared' }] });
    expect(await day.held()).toEqual({ source: -10, household: 4, returned: 6 });
    expect(await day.breaches()).toEqual([]);
  });

  it('takes over a version that gives nobody anything', async () => {
    const day = await bought();
    await day.isCalledOff();
    expect(await day.allocates(2, 0)).toMatchObject({ allocationVersion: 2 });
    expect(await house.rows('SELECT FROM pickup_order_lines WHERE run_id = $1 AND portions > 0', [day.run])).toEqual([]);
  });

  it('with its bus on the road still hears where the goods were left, and its trip ends then', async () => {
    const day = await bought();
    await day.says(day.loading());
    expect((await day.isCalledOff()).done).not.toContain(`confirmHandoff@${(await day.read()).stops[0]?.stop ?? ''}`);
    const { trip } = await day.says(day.handoff());
    expect(trip?.done).toContain(`confirmHandoff@${(await day.read()).stops[0]?.stop ?? ''}`);
    expect(await day.held()).toEqual({ source: -10, 'pickup-point': 10 });
    expect(await day.pointStates()).toEqual(['closed']);
  });

  it('is not called off as long as orders has not said so', async () => {
    const day = await bought();
    expect(await house.activities.callOff(community, day.run)).toMatchObject({ calledOff: false });
  });
});

describe('asking', () => {
  it('asks the gate at the pickup point, once, and no longer when it is done', async () => {
    const day = await bought();
    const { stops } = await day.read();
    const [stop] = stops;
    const subject = { community, processId: tripWorkflowId(stop?.trip ?? '') };
    const ask = () => house.activities.openLogisticsStep(subject, 'confirmHandoff', [stop?.stop ?? null], '2020-02-25T14:00:00+08:00');
    await ask();
    await ask();
    const pending = () => house.rows('SELECT role, place, overdue, due_at FROM pending_steps WHERE process_id = $1', [subject.processId]);
    const due_at = new Date(handoffDue); // the run's own, whatever its process knew when it began
    expect(await pending()).toEqual([{ role: 'gate-captain', place: day.points[0], overdue: false, due_at }]);
    expect(await house.activities.ringLogisticsStep(subject, 'confirmHandoff', [stop?.stop ?? null])).toMatchObject({
      overdue: [stop?.stop],
    });
    expect(await pending()).toMatchObject([{ overdue: true }]);
    await day.says(day.handoff(), 'the run');
    await ask();
    expect(await pending()).toEqual([]);
  });

  it('a run whose books are closed hears nothing more', async () => {
    const day = await bought();
    const late = day.handoff();
    await house.activities.endLogisticsProcess({ community, processId: supplyRunId(day.run) });
    expect(await codeOf(day.says(late))).toBe('closed');
  });
});

describe('two thousand orders', () => {
  it('get codes of their own among all open ones, and tokens nobody can guess', async () => {
    const day = await house.run({ expected: 2_000, orders: [2_000] });
    await day.planned();
    await day.buys(2_000);
    await day.allocates(1);
    const [row] = await house.rows<{ codes: number; tokens: number }>(
      `SELECT count(DISTINCT code)::integer AS codes, count(DISTINCT token)::integer AS tokens FROM pickup_orders WHERE run_id = $1
         AND code ~ '^[0-9]{6}$' AND token ~ '^[0-9a-f]{32}$'`,
      [day.run],
    );
    expect(row).toEqual({ codes: 2_000, tokens: 2_000 });
  });
});
