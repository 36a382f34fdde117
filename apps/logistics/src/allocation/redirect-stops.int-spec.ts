import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inCommunity } from '@jielong/platform';
import { community, type Day, Warehouse } from '../../spec/warehouse.js';
import { planByHand } from '../trips/plan-by-hand.js';

let house: Warehouse;
beforeAll(async () => void (house = await Warehouse.open()), 60_000);
afterAll(() => house.close());

/** Two gates with three orders each, bought; the bus is planned, unless a person has planned one alone. */
async function divided({ planned = true } = {}): Promise<Day> {
  const day = await house.run({ expected: 6, orders: [3, 3] });
  if (planned) await day.planned();
  await day.buys(6);
  return day;
}
/** Everybody of one gate collects at another from now on. */
async function moves(day: Day, from: number, to: number, version: number): Promise<void> {
  const [old, next = ''] = [day.points[from], day.points[to]];
  day.lines.forEach((line, i) => line.pickup_point_id === old && day.lines.splice(i, 1, { ...line, pickup_point_id: next }));
  await day.allocates(version);
}
const stopsOf = async (day: Day): Promise<string[]> => {
  const rows = await house.rows<{ point: string; state: string; trip: string }>(
    'SELECT pickup_point_id AS point, state, trip_id AS trip FROM stops WHERE run_id = $1 ORDER BY trip_id, seq',
    [day.run],
  );
  return rows.map(({ point, state }) => `${day.points.indexOf(point)} ${state}`).toSorted();
};

test('a version that comes before trips are planned adds no stop to a bus that a person has planned for one gate', async () => {
  const day = await divided({ planned: false });
  const [point = ''] = day.points;
  await inCommunity(house.db, community, (tx) => planByHand(tx, { runs: [day.run], stops: [{ run: day.run, point }] }));
  await day.allocates(1);
  expect(await stopsOf(day)).toEqual(['0 expected']);
  expect((await day.planned()).trips).toHaveLength(2);
  expect(await stopsOf(day)).toEqual(['0 expected', '1 expected']);
});

test('a stop whose orders have all gone to a gate that is served is given up, and taken up again when they come back', async () => {
  const day = await divided();
  await day.allocates(1);
  await moves(day, 0, 1, 2);
  expect(await stopsOf(day)).toEqual(['0 passed-by', '1 expected']);
  await moves(day, 1, 0, 3);
  expect(await stopsOf(day)).toEqual(['0 expected', '1 passed-by']);
});

test('what has come to the old gate is served there, until the new one has what it is promised', async () => {
  const day = await divided();
  await day.allocates(1);
  await day.says(day.loading());
  await day.says(day.handoff());
  await expect(moves(day, 0, 1, 2)).rejects.toMatchObject({ code: 'not-covered' });
  expect((await day.read()).allocationVersion).toBe(1);
  await day.says(day.handoff(undefined, 1));
  await expect(day.allocates(3)).rejects.toMatchObject({ code: 'not-covered' });
  const [ref, to = ''] = day.points;
  const events = [{ what: 'moved', at: 'pickup-point', ref, to, bundle: 'SC01', portions: 3 }] as const;
  await day.says({ ...day.disposal(), step: 'noteGoods', events });
  expect((await day.allocates(4)).allocationVersion).toBe(4);
  expect(await day.pointStates()).toEqual(['open', 'open']);
  expect(await day.breaches()).toEqual([]);
});
