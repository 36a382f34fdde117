import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tripWorkflowId } from '@jielong/logistics-contract';
import { supplyRunId } from '@jielong/orders-contract';
import { boughtIn, codeOf } from '../../spec/bought.js';
import { community, type Day, handoffDue, Warehouse, type Wish } from '../../spec/warehouse.js';

let house: Warehouse;
beforeAll(async () => {
  house = await Warehouse.open();
});
afterAll(() => house.close());
const bought = (wish?: Wish): Promise<Day> => boughtIn(house, wish);

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
