import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GateDay } from '../../spec/gate-day.js';
import type { Day } from '../../spec/warehouse.js';

let gate: GateDay;
beforeAll(async () => void (gate = await GateDay.open()));
afterAll(() => gate.close());

const conflicts = async ({ run }: Day, query = '') => (await gate.get(`supply-runs/${run}/conflicts${query}`).expect(200)).body.items;
const decide = ({ run }: Day, conflict: string, choice: string, actor = 'D001') =>
  gate.post(`supply-runs/${run}/conflicts/${conflict}/decision`, { choice, reason: '问过当事人' }, undefined, actor);
/** A device states a hand-out that the books do not take; gives the conflict. */
async function conflictOf(
  day: Day,
  line = 0,
  more: object = {},
): Promise<{ conflictId: string; choices: { choice: string }[]; code: string }> {
  await gate.states(day, line, more);
  return (await conflicts(day)).at(-1);
}
const choicesIn = ({ choices }: { choices: { choice: string }[] }) => choices.map(({ choice }) => choice);

describe('a second scan of an order that was handed out', () => {
  test('is dismissed once; the second decision names the first', async () => {
    const day = await gate.day();
    await gate.picksUp(day);
    const conflict = await conflictOf(day);
    expect([conflict.code, choicesIn(conflict)]).toEqual(['already-handed-out', ['dismiss', 'count', 'reverse-first']]);
    const { body } = await decide(day, conflict.conflictId, 'dismiss').expect(200);
    expect(body).toMatchObject({ choice: 'dismiss', reason: '问过当事人', decidedBy: 'D001', pickupId: null });
    const second = await decide(day, conflict.conflictId, 'count', 'S001').expect(409);
    expect(second.body).toMatchObject({ code: 'decided-before', details: { choice: 'dismiss', decidedBy: 'D001' } });
    expect(await conflicts(day)).toMatchObject([{ choices: [], decision: { choice: 'dismiss', decidedBy: 'D001' } }]);
    expect(await conflicts(day, '?undecided=true')).toEqual([]);
    expect(
      await gate.house.rows(`SELECT details->>'choice' AS choice FROM audit_entries WHERE action = 'decideConflict' AND subject_id = $1`, [
        conflict.conflictId,
      ]),
    ).toEqual([{ choice: 'dismiss' }]);
  });

  test('counts only as far as something is allocated', async () => {
    const day = await gate.day();
    await gate.picksUp(day);
    const { conflictId } = await conflictOf(day);
    expect((await decide(day, conflictId, 'count').expect(409)).body.code).toBe('nothing-to-count');
    expect(await conflicts(day, '?undecided=true')).toHaveLength(1);
    await gate.house.sql.query('UPDATE pickup_order_lines SET portions = 3 WHERE order_line_id = $1', [day.lines[0]?.order_line_id]);
    await decide(day, conflictId, 'count').expect(200);
    expect([await gate.handedOut(day), await day.held()]).toEqual([3, { source: -10, 'pickup-point': 7, household: 3 }]);
    expect(await day.breaches()).toEqual([]);
  });

  test('was the right one: the first is reversed, and twenty who decide at once do it once', async () => {
    const day = await gate.day();
    const first = await gate.picksUp(day);
    const { conflictId } = await conflictOf(day);
    const statuses = await Promise.all(
      Array.from({ length: 20 }, () => decide(day, conflictId, 'reverse-first').then(({ status }) => status)),
    );
    expect(statuses.toSorted()).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
    expect([await gate.handedOut(day), await day.held()]).toEqual([1, { source: -10, 'pickup-point': 9, household: 1 }]);
    const [decision] = await gate.house.rows<{ pickup_id: string }>(
      'SELECT pickup_id FROM scan_conflict_decisions WHERE conflict_id = $1',
      [conflictId],
    );
    expect(decision?.pickup_id).not.toBe(first);
    expect(await day.breaches()).toEqual([]);
  });
});

describe('a scan that comes late', () => {
  test('counts after the point was counted: what was missing there was handed out', async () => {
    const day = await gate.day();
    await day.says(day.closing(9));
    expect(await day.held()).toEqual({ source: -10, 'pickup-point': 9, missing: 1 });
    const conflict = await conflictOf(day);
    expect([conflict.code, choicesIn(conflict)]).toEqual(['not-ready', ['dismiss', 'count']]);
    await decide(day, conflict.conflictId, 'count').expect(200);
    expect(await day.held()).toEqual({ source: -10, 'pickup-point': 9, household: 1 });
    expect(await day.breaches()).toEqual([]);
  });

  test('counts after the rest was disposed of: so much less was returned', async () => {
    const day = await gate.day();
    await day.says(day.disposal());
    const { conflictId } = await conflictOf(day);
    await decide(day, conflictId, 'count').expect(200);
    expect(await day.held()).toEqual({ source: -10, returned: 9, household: 1 });
    expect((await day.read()).inFlight).toBe(0);
    expect(await day.breaches()).toEqual([]);
  });

  test('is refused where others say that it cannot have been there, and once the books are closed', async () => {
    const day = await gate.day();
    await day.says(day.closing());
    await day.says(day.disposal([{ place: 'left', bundle: 'SC01', portions: 10, to: 'carried-out' }]));
    const { conflictId } = await conflictOf(day);
    expect((await decide(day, conflictId, 'count').expect(409)).body.code).toBe('more-than-held');
    await gate.house.sql.query('UPDATE supply_runs SET ended_at = now() WHERE run_id = $1', [day.run]);
    expect((await decide(day, conflictId, 'count').expect(409)).body.code).toBe('books-closed');
    expect(await day.held()).toEqual({ source: -10, 'carried-out': 10 });
    await decide(day, conflictId, 'dismiss').expect(200);
  });
});

test('a scan of which nobody knows whose goods it meant can only be dismissed', async () => {
  const day = await gate.day();
  const conflict = await conflictOf(day, 0, { by: { code: '000000' } });
  expect([conflict.code, choicesIn(conflict)]).toEqual(['unknown-code', ['dismiss']]);
  expect((await decide(day, conflict.conflictId, 'count').expect(422)).body.code).toBe('no-such-choice');
  expect((await decide(day, '999999999', 'dismiss').expect(404)).body.code).toBe('no-such-conflict');
});

test('what nobody has decided is said when the run ends, and holds up nothing', async () => {
  const day = await gate.day();
  await gate.picksUp(day);
  const { conflictId } = await conflictOf(day);
  const subject = { community: 'sample', processId: `supply-run:${day.run}` };
  await gate.house.activities.endLogisticsProcess(subject);
  await gate.house.activities.endLogisticsProcess(subject);
  const said = await gate.house.rows(`SELECT details FROM audit_entries WHERE action = 'endRun' AND subject_id = $1`, [day.run]);
  expect(said).toEqual([{ details: { undecidedConflicts: [conflictId] } }]);
});
