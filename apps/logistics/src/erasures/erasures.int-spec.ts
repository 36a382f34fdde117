import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { membersViews } from '@jielong/members-contract';
import { inCommunity } from '@jielong/platform';
import { openedValues } from '@jielong/testing';
import { GateDay } from '../../spec/gate-day.js';
import { community } from '../../spec/warehouse.js';
import { sealedTables } from '../sealed.js';
import { ErasureActivities } from './erasure.activities.js';
import { householdPickups } from './household-pickups.query.js';

let gate: GateDay;
beforeAll(async () => void (gate = await GateDay.open()));
afterAll(() => gate.close());

const opened = (): Promise<string[]> => inCommunity(gate.house.db, community, (tx) => openedValues(tx, sealedTables));
const erase = (household: string) =>
  new ErasureActivities(gate.house.db).eraseInLogistics(community, { id: randomUUID(), kind: 'household', subject: household }, [
    household,
  ]);

test('a household is erased from what people have written at the gate; what became of the goods stays', async () => {
  const [day, neighbours] = [await gate.day(), await gate.day()];
  const household = day.lines[0]?.household_id ?? '';
  for (const [one, reason] of [[day, '尉迟家拿错了'] as const, [neighbours, '李家拿错了'] as const])
    await gate.post(`pickups/${await gate.picksUp(one)}/reverse`, { reason }).expect(200);
  const before = { held: await day.held(), handedOut: await gate.handedOut(day), breaches: await day.breaches() };
  const show = () => inCommunity(gate.house.db, community, (tx) => householdPickups(tx, household, 'S001'));
  for (const by of ['nobody', 'D002']) {
    await expect(show()).rejects.toMatchObject({ code: 'reason-first' }); // another's reason is not theirs
    await gate.house.rows(
      `INSERT INTO ${membersViews.reveals} (community_id, kind, subject, revealed_by) VALUES ($1, 'household', $2, $3)`,
      [community, household, by === 'nobody' ? 'D002' : 'S001'],
    );
  }
  const shown = await show();
  expect(shown.orders).toMatchObject([
    { householdId: household, pickups: [{ outcome: expect.any(String) }], reversals: [{ reason: '尉迟家拿错了' }] },
  ]);
  for (const _ of [1, 2]) await erase(household);
  const left = await opened();
  expect(left.filter((value) => value.includes('尉迟'))).toEqual([]);
  expect(left.filter((value) => value.includes('李家')).length).toBeGreaterThan(0);
  expect({ held: await day.held(), handedOut: await gate.handedOut(day), breaches: await day.breaches() }).toEqual(before);
  const traces = await gate.house.rows(`SELECT action, details FROM audit_entries WHERE subject_id = $1 ORDER BY audit_entry_id`, [
    household,
  ]);
  expect(traces).toEqual([
    { action: 'exportData', details: {} },
    { action: 'erase', details: {} },
  ]);
});

test('the database lets nobody write history anew: reasons may be made empty and nothing else', async () => {
  const tamper = (sql: string) => inCommunity(gate.house.db, community, (tx) => tx.query(sql));
  await expect(tamper(`UPDATE pickup_reversals SET reason = 'sealed:' || repeat('x', 200)`)).rejects.toMatchObject({ code: '42501' });
  await expect(tamper(`UPDATE pickup_reversals SET to_kind = 'missing'`)).rejects.toMatchObject({ code: '42501' });
});
