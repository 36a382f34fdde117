import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type LogisticsStepReport, tripWorkflowId } from '@jielong/logistics-contract';
import { ordersViews, supplyRunId } from '@jielong/orders-contract';
import { type Corrected, inCommunity } from '@jielong/platform';
import { community, type Day, Warehouse } from '../../spec/warehouse.js';
import { correctReport } from './apply-report.js';

let house: Warehouse;
beforeAll(async () => {
  house = await Warehouse.open();
}, 60_000);
afterAll(() => house.close());

/** Ten portions on their bus, as expected. */
async function loaded(): Promise<Day> {
  const day = await house.run();
  await day.buys(10);
  await day.planned();
  await day.allocates(1);
  await day.says(day.loading());
  return day;
}
const tripOf = async (day: Day): Promise<string> => tripWorkflowId((await day.read()).trips[0] ?? '');
const corrects = (processId: string, report: LogisticsStepReport): Promise<Corrected> =>
  inCommunity(house.db, community, (tx) => correctReport(tx, { community, processId }, report));
/** Which processes are woken meanwhile. */
async function wokenBy<T>(work: () => Promise<T>): Promise<{ answer: T; woken: string[] }> {
  await house.sql.query('DELETE FROM outbox');
  const answer = await work();
  const rows = await house.rows<{ id: string }>('SELECT process_id AS id FROM outbox ORDER BY wish');
  return { answer, woken: rows.map(({ id }) => id) };
}

it('of a count at the gate: the run has to divide anew, its bus looks', async () => {
  const day = await loaded();
  const first = day.handoff();
  await day.says(first);
  const trip = await tripOf(day);
  const mended = day.handoff({ portions: 9, missing: 1 }, 0, { corrects: first.reportId });
  const { answer, woken } = await wokenBy(() => corrects(trip, mended));
  expect(answer.followers).toEqual([{ processId: supplyRunId(day.run), changesMore: true }]);
  expect(answer.receipt).toMatchObject({ reportId: mended.reportId, step: 'confirmHandoff' });
  expect(woken).toEqual([trip]);
  expect(await day.held()).toEqual({ missing: 1, 'pickup-point': 9, source: -10 });
  expect(await day.breaches()).toEqual([]);
});

it('said again it is answered as before, and nobody is told', async () => {
  const day = await loaded();
  const first = day.handoff();
  await day.says(first);
  const mended = day.handoff({ portions: 9, missing: 1 }, 0, { corrects: first.reportId });
  const trip = await tripOf(day);
  const { receipt } = await corrects(trip, mended);
  const { answer, woken } = await wokenBy(() => corrects(trip, mended));
  expect([answer, woken]).toEqual([{ receipt, followers: [] }, []]);
});

it('that changes nothing of the goods: the run only looks; of a bus loaded as expected, not even that', async () => {
  const day = await loaded();
  const [again, first] = [day.loading(), day.handoff()];
  await day.says(first);
  const trip = await tripOf(day);
  const as = await corrects(trip, day.handoff(undefined, 0, { corrects: first.reportId, handedOverBy: { role: 'guard' } }));
  expect(as.followers).toEqual([{ processId: supplyRunId(day.run), changesMore: false }]);
  const [loading] = await house.rows<{ id: string }>(
    `SELECT report_id AS id FROM reports WHERE step = 'confirmLoading' AND $1 = ANY(runs)`,
    [day.run],
  );
  expect((await corrects(trip, { ...again, corrects: loading?.id })).followers).toEqual([]);
});

it('of what was passed on to another run: both have to divide anew', async () => {
  const [own, other] = [await loaded(), await loaded()];
  await own.says(own.handoff({ portions: 12, surplus: 2 }));
  await other.says(other.handoff({ portions: 8, missing: 2 }));
  const said = {
    reportId: randomUUID(),
    enteredBy: 'D001',
    doneBy: 'D001',
    channel: 'api',
    occurredAt: null,
    evidence: 'counted',
  } as const;
  const to = { run: other.run, at: 'pickup-point' } as const;
  await own.says({ ...said, step: 'noteGoods', events: [{ what: 'passed-on', at: 'pickup-point', bundle: 'SC01', portions: 2, to }] });
  const trips = [await tripOf(own), await tripOf(other)];
  const back = { ...said, reportId: randomUUID(), step: 'noteGoods', events: [], corrects: said.reportId } as const;
  const { answer, woken } = await wokenBy(() => corrects(supplyRunId(own.run), back));
  const runs = [own, other].map(({ run }) => supplyRunId(run)).sort();
  expect(answer.followers.map(({ processId }) => processId).sort()).toEqual(runs);
  expect(answer.followers.every(({ changesMore }) => changesMore)).toBe(true);
  expect(woken.sort()).toEqual(trips.sort());
  expect(await other.held()).toEqual({ missing: 2, 'pickup-point': 8, source: -10 });
});

it('that others have counted since is refused and leaves nothing behind', async () => {
  const day = await loaded();
  const first = day.handoff();
  await day.says(first);
  await day.pickUp(10);
  const less = day.handoff({ portions: 8 }, 0, { corrects: first.reportId });
  const before = await house.rows('SELECT FROM custody_movements WHERE run_id = $1', [day.run]);
  await expect(corrects(await tripOf(day), less)).rejects.toMatchObject({ kind: 'conflict' });
  expect(await house.rows('SELECT FROM reports WHERE report_id = $1', [less.reportId])).toEqual([]);
  expect(await house.rows('SELECT FROM custody_movements WHERE run_id = $1', [day.run])).toHaveLength(before.length);
});

it('after the books are closed is refused', async () => {
  const day = await loaded();
  const first = day.handoff();
  await day.says(first);
  await house.sql.query(`UPDATE ${ordersViews.runs} SET stage = 'closed' WHERE run_id = $1`, [day.run]);
  const late = day.handoff({ portions: 9, missing: 1 }, 0, { corrects: first.reportId });
  await expect(corrects(await tripOf(day), late)).rejects.toMatchObject({ code: 'closed' });
});

it('ten at once, of the same count: one holds, the others name what has replaced it', async () => {
  const day = await loaded();
  const first = day.handoff();
  await day.says(first);
  const trip = await tripOf(day);
  const all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((missing) =>
    corrects(trip, day.handoff({ portions: 10 - missing, missing }, 0, { corrects: first.reportId })),
  );
  const outcomes = (await Promise.allSettled(all)).map((one) =>
    one.status === 'fulfilled' ? 'holds' : (one.reason as { code: string }).code,
  );
  expect(outcomes.toSorted()).toEqual(['holds', ...Array<string>(9).fill('not-current')].toSorted());
  expect(await day.breaches()).toEqual([]);
});

it('that leaves something over where nothing was, after pickup: somebody is asked what becomes of it', async () => {
  const day = await loaded();
  const first = day.handoff();
  await day.says(first);
  await day.pickUp(10);
  expect((await day.says(day.closing())).goods?.done).toContain('disposeRemainder');
  await corrects(await tripOf(day), day.handoff({ portions: 11, surplus: 1 }, 0, { corrects: first.reportId }));
  const asked = await house.rows('SELECT step, role FROM pending_steps WHERE process_id = $1', [supplyRunId(day.run)]);
  expect(asked).toEqual([{ step: 'disposeRemainder', role: 'coordinator' }]);
  await day.says(day.disposal());
  expect(await house.rows('SELECT FROM pending_steps WHERE process_id = $1', [supplyRunId(day.run)])).toEqual([]);
  expect(await day.breaches()).toEqual([]);
});
