import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LogisticsStepReport, tripWorkflowId } from '@jielong/logistics-contract';
import { ordersViews, supplyRunId } from '@jielong/orders-contract';
import { inCommunity } from '@jielong/platform';
import { boughtIn, codeOf } from '../../spec/bought.js';
import { community, type Day, Warehouse, type Wish } from '../../spec/warehouse.js';
import { planTrip } from '../trips/plan-trip.js';

let house: Warehouse;
beforeAll(async () => {
  house = await Warehouse.open();
});
afterAll(() => house.close());

const bought = (wish?: Wish): Promise<Day> => boughtIn(house, wish);
const envelope = (person = 'D018') => ({
  reportId: `report-${randomUUID()}`,
  enteredBy: person,
  doneBy: person,
  channel: 'api' as const,
  occurredAt: null,
  evidence: 'counted' as const,
});
/** Another bus to the same points, planned by hand. */
const another = (days: readonly Day[]): Promise<string> =>
  inCommunity(house.db, community, (tx) =>
    planTrip(tx, { stops: days.flatMap(({ run, points }) => points.map((point) => ({ run, point }))) }),
  );
const toProcess = (processId: string, report: LogisticsStepReport) =>
  house.activities.applyLogisticsReport({ community, processId }, report);
/** How often a process has been woken, or is to be started. */
const wishes = async (processId: string): Promise<number> =>
  (await house.rows('SELECT FROM outbox WHERE process_id = $1', [processId])).length;

describe('a correction', () => {
  it('after the trip is over goes through the run, reverses what was booked, and moves nothing back', async () => {
    const day = await bought();
    const first = day.handoff();
    await day.says(first);
    await house.activities.endLogisticsProcess({ community, processId: tripWorkflowId((await day.read()).trips[0] ?? '') });
    expect(await day.pointStates()).toEqual(['open']);

    const mended = { ...day.handoff({ portions: 9, missing: 1 }), corrects: first.reportId };
    const { goods } = await day.says(mended, 'the run');
    expect([goods?.change, await day.held(), await day.pointStates()]).toEqual([
      2,
      { source: -10, missing: 1, 'pickup-point': 9 },
      ['open'],
    ]);
    const again = { ...day.handoff(), corrects: mended.reportId };
    await day.says(again, 'the run');
    expect(await day.held()).toEqual({ source: -10, 'pickup-point': 10 });
    expect(await codeOf(day.says({ ...day.handoff(), corrects: first.reportId }, 'the run'))).toBe('not-current');
    expect(await day.breaches()).toEqual([]);
  });

  it('after the close of a point changes the books, and the point stays closed', async () => {
    const day = await bought();
    const [handoff, closing] = [day.handoff(), day.closing(3)];
    await day.says(handoff);
    await day.pickUp(7);
    await day.says(closing);
    await day.says({ ...day.closing(2), corrects: closing.reportId });
    expect([await day.held(), await day.pointStates()]).toEqual([{ source: -10, household: 7, missing: 1, 'pickup-point': 2 }, ['closed']]);
    await day.says({ ...day.handoff({ portions: 9 }), corrects: handoff.reportId });
    expect(await day.held()).toEqual({ source: -10, household: 7, missing: 1, 'pickup-point': 2 });
    expect(await codeOf(day.says({ ...day.handoff({ portions: 6 }), corrects: (await lastOf(day, 'confirmHandoff')) ?? '' }))).toBe(
      'more-than-held',
    );
    expect(await day.pointStates()).toEqual(['closed']);
  });

  it('of a disposal says anew what becomes of the rest', async () => {
    const day = await bought();
    await day.says(day.handoff());
    const disposal = day.disposal();
    await day.says(disposal);
    await day.says({ ...day.disposal([{ place: 'left', bundle: 'SC01', portions: 4, to: 'carried-out' }]), corrects: disposal.reportId });
    expect(await day.held()).toEqual({ source: -10, 'carried-out': 4, returned: 6 });
  });

  it('of a loading, heard through one run, is heard by the other run on the bus whose lines it names', async () => {
    const days = [await bought(), await bought()] as const;
    const trip = await another(days);
    for (const day of days) await day.read();
    const [one, other] = days;
    const lines = (damaged: number) => days.map(({ run }) => ({ run, bundle: 'SC01', portions: 4, damaged }));
    const first = { ...one.loading(), at: trip, lines: lines(0) };
    await toProcess(tripWorkflowId(trip), first);
    const mended = { ...one.loading(), at: trip, lines: lines(1).slice(1), corrects: first.reportId };
    const before = await wishes(supplyRunId(other.run));
    await toProcess(supplyRunId(one.run), mended);
    expect([await one.held(), await other.held()]).toEqual([
      { source: -10, bus: 4, supplier: 6 },
      { source: -10, bus: 4, damaged: 1, supplier: 5 },
    ]);
    expect(await wishes(supplyRunId(other.run))).toBe(before + 1);
    for (const day of days) expect(await day.breaches()).toEqual([]);
  });
});

const lastOf = async (day: Day, step: string): Promise<string | undefined> =>
  (
    await house.rows<{ report_id: string }>('SELECT report_id FROM reports WHERE step = $1 AND runs @> ARRAY[$2::uuid] ORDER BY seq DESC', [
      step,
      day.run,
    ])
  )[0]?.report_id;

describe('notes of goods', () => {
  const note = (events: Extract<LogisticsStepReport, { step: 'noteGoods' }>['events'], corrects?: string): LogisticsStepReport => ({
    ...envelope(),
    step: 'noteGoods',
    events,
    corrects,
  });

  it('a loss at the gate asks for a version that gives less, a gift for one that gives more; each may be said again', async () => {
    const day = await bought();
    await day.says(day.handoff());
    const lost = note([{ what: 'damaged', at: 'pickup-point', bundle: 'SC01', portions: 1 }]);
    const { goods } = await day.says(lost);
    expect([goods?.change, await day.held()]).toEqual([2, { source: -10, damaged: 1, 'pickup-point': 9 }]);
    expect(await codeOf(day.allocates(2, 10))).toBe('not-covered');
    await day.allocates(3, 9);
    await day.says(note([{ what: 'donated', at: 'pickup-point', bundle: 'SC01', portions: 1 }]));
    expect((await day.read()).change).toBe(3);
    expect(await day.allocates(4, 10)).toMatchObject({ allocationVersion: 4 });
    await day.says(note([], lost.reportId));
    expect(await day.held()).toEqual({ source: -11, 'pickup-point': 11 });
    expect(await day.breaches()).toEqual([]);
  });

  it('sorting is booked on both sides', async () => {
    const day = await bought();
    await house.rows(
      `INSERT INTO ${ordersViews.purchaseLines} (community_id, run_id, purchase_id, bundle, supplier, expected) VALUES ($1, $2, $3, 'DC01', 's', 1)`,
      [community, day.run, day.purchase],
    );
    await day.says(
      note([{ what: 'sorted', at: 'supplier', bundle: 'SC01', portions: 2, into: { bundle: 'DC01', portions: 5 } }]),
      'the run',
    );
    expect(
      await house.rows(
        `SELECT bundle, from_kind, to_kind, portions FROM custody_movements WHERE run_id = $1 AND kind = 'convert' ORDER BY bundle`,
        [day.run],
      ),
    ).toEqual([
      { bundle: 'DC01', from_kind: 'sorting', to_kind: 'supplier', portions: 5 },
      { bundle: 'SC01', from_kind: 'supplier', to_kind: 'sorting', portions: 2 },
    ]);
  });
});

describe('a dispute', () => {
  const contest = (day: Day, at: string | undefined, portions: number): LogisticsStepReport => ({
    ...envelope(),
    step: 'contestHandoff',
    at,
    lines: [{ bundle: 'SC01', portions }],
    countedBy: { person: 'D018' },
    reason: 'the driver counted again',
  });
  const asked = (day: Day) => house.rows('SELECT step, at, role, place FROM pending_steps WHERE process_id = $1', [supplyRunId(day.run)]);

  it('is put before the coordinator in the same transaction, and the books follow what is decided', async () => {
    const day = await bought();
    await day.says(day.handoff({ portions: 10 }));
    const at = (await day.read()).stops[0]?.stop;
    const trip = tripWorkflowId((await day.read()).trips[0] ?? '');
    await toProcess(trip, contest(day, at, 8));
    expect(await asked(day)).toEqual([{ step: 'decideDispute', at, role: 'coordinator', place: day.points[0] }]);
    expect([(await day.read()).disputes, await day.held()]).toEqual([[at], { source: -10, 'pickup-point': 10 }]);

    const decision: LogisticsStepReport = {
      ...envelope('S001'),
      step: 'decideDispute',
      at,
      counts: 'second',
      reason: 'two were never there',
    };
    const { goods } = await day.says(decision);
    expect(goods).toMatchObject({ disputes: [], change: 2 });
    expect([await asked(day), await day.held()]).toEqual([[], { source: -10, missing: 2, 'pickup-point': 8 }]);
    expect(await day.breaches()).toEqual([]);
  });
});

describe('a bus that breaks down', () => {
  it('passes all of it to another bus, whose process is told; its own asks for nothing more', async () => {
    const day = await bought();
    await day.says(day.loading());
    const broken = (await day.read()).trips[0] ?? '';
    const trip = await another([day]);
    const goods = await day.read();
    const diversion: LogisticsStepReport = { ...envelope(), step: 'divertTrip', at: broken, to: { trip }, reason: 'breakdown' };
    const before = await wishes(tripWorkflowId(trip));
    const { trip: state } = await toProcess(tripWorkflowId(broken), diversion);
    expect(state?.done).toEqual(expect.arrayContaining(state?.stops.map(({ stop }) => `confirmHandoff@${stop}`) ?? []));
    expect(await wishes(tripWorkflowId(trip))).toBe(before + 1);
    expect(
      await house.rows('SELECT s.state, t.state AS trip FROM stops s JOIN trips t USING (trip_id) WHERE s.trip_id = $1', [broken]),
    ).toEqual([{ state: 'passed-by', trip: 'done' }]);
    const stop = goods.stops.find((it) => it.trip === trip)?.stop;
    await toProcess(tripWorkflowId(trip), { ...day.handoff(), at: stop });
    expect([await day.held(), await day.pointStates()]).toEqual([{ source: -10, 'pickup-point': 10 }, ['open']]);
    expect(await day.breaches()).toEqual([]);
  });
});
