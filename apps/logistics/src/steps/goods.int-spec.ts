import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tripWorkflowId } from '@jielong/logistics-contract';
import { supplyRunId } from '@jielong/orders-contract';
import { inCommunity } from '@jielong/platform';
import { boughtIn, codeOf } from '../../spec/bought.js';
import { community, type Day, Warehouse, type Wish } from '../../spec/warehouse.js';
import { pointNames } from '../custody/place-names.js';

let house: Warehouse;
beforeAll(async () => {
  house = await Warehouse.open();
});
afterAll(() => house.close());
const bought = (wish?: Wish): Promise<Day> => boughtIn(house, wish);

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

  it.each(['both', 'one', 'unattended'] as const)('keeps with a handoff who has counted it: %s', async (counted) => {
    const day = await bought();
    await day.says(day.loading());
    const { receipt } = await day.says(day.handoff(undefined, 0, { counted }));
    const kept = await house.rows<{ counted: string }>(`SELECT body->>'counted' AS counted FROM reports WHERE report_id = $1`, [
      receipt.reportId,
    ]);
    expect(kept).toEqual([{ counted }]);
    expect(await day.pointStates()).toEqual(['open']);
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
