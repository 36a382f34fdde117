import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { RetentionDays } from '@jielong/kernel';
import { GateDay } from '../../spec/gate-day.js';
import { community, Warehouse } from '../../spec/warehouse.js';
import { RetentionActivities } from './retention.activities.js';

const days: RetentionDays = {
  ...{ sessions: 30, invitations: 30, links: 30, answers: 30, refusals: 90 },
  ...{ reveals: 30, chains: 30, remarks: 30, flags: 30, households: 30, people: 30 },
};
let house: Warehouse;
beforeAll(async () => void (house = await Warehouse.open()));
afterAll(() => house.close());

const forget = () => new RetentionActivities(house.db).forgetInLogistics(community, { id: crypto.randomUUID(), days });

test('answers, refused reports and links go once they are over for long enough; what happened to the goods stays', async () => {
  const day = await house.run();
  await day.planned();
  await day.buys(10);
  for (const ago of [100, 40, 3])
    await house.sql.query(`
      INSERT INTO logistics.idempotency_keys (community_id, actor, operation, key, body_hash, at)
        VALUES ('${community}', 'S001', 'old', 'key-${ago}', '', now() - interval '${ago} days');
      INSERT INTO logistics.refused_reports (community_id, refusal_key, process_id, step, payload, code, reason, refused_at)
        VALUES ('${community}', 'key-${ago}', 'p', 's', '', 'refused', '', now() - interval '${ago} days');
      INSERT INTO logistics.step_links (community_id, process_id, step, person, fingerprint, made_by, made_at, expires_at)
        VALUES ('${community}', 'p', 's', 'S001', sha256(gen_random_uuid()::text::bytea), 'S001', now() - interval '${ago} days 1 hour', now() - interval '${ago} days')`);
  const sealed = `sealed:k:${'A'.repeat(200)}`;
  for (const ago of [100, 3])
    await house.sql.query(`INSERT INTO logistics.scan_conflicts (community_id, scan_id, code, raw, at)
      VALUES ('${community}', 'bad-${ago}', 'malformed', '${sealed}', now() - interval '${ago} days')`);
  await house.sql.query(`UPDATE logistics.reports SET recorded_at = now() - interval '900 days'`);
  const goods = () =>
    house.rows(`SELECT (SELECT count(*) FROM logistics.custody_movements) AS movements, (SELECT count(*) FROM logistics.reports) AS reports,
      (SELECT sum(abs(portions)) FROM logistics.custody_balances) AS portions`);
  const before = await goods();
  expect(await forget()).toEqual({ counts: { links: 2, answers: 2, refusals: 2 }, isDone: true });
  expect(await house.rows(`SELECT key FROM logistics.idempotency_keys WHERE operation = 'old'`)).toEqual([{ key: 'key-3' }]);
  expect(await house.rows('SELECT scan_id, raw FROM logistics.scan_conflicts ORDER BY scan_id')).toEqual([
    { scan_id: 'bad-100', raw: '' },
    { scan_id: 'bad-3', raw: sealed },
  ]);
  expect(await goods()).toEqual(before);
  expect((await forget()).counts).toEqual({});
});

test('why a pickup was taken back, or a conflict decided, becomes empty once it is over for long enough; that it was stays', async () => {
  const gate = await GateDay.open();
  try {
    const [old, open] = [await gate.day(), await gate.day()];
    for (const day of [old, open]) await gate.post(`pickups/${await gate.picksUp(day)}/reverse`, { reason: '拿错了' }).expect(200);
    await gate.house.sql.query(`UPDATE logistics.supply_runs SET ended_at = now() - interval '40 days' WHERE run_id = '${old.run}'`);
    for (const ago of [40, 3])
      await gate.house.sql.query(`
        WITH conflict AS (INSERT INTO logistics.scan_conflicts (community_id, scan_id, code) VALUES ('${community}', 'scan-${ago}', 'twice') RETURNING conflict_id)
        INSERT INTO logistics.scan_conflict_decisions (community_id, conflict_id, choice, reason, decided_by, at)
          SELECT '${community}', conflict_id, 'dismiss', 'sealed:' || repeat('x', 200), 'S001', now() - interval '${ago} days' FROM conflict`);
    const { counts } = await new RetentionActivities(gate.house.db).forgetInLogistics(community, { id: crypto.randomUUID(), days });
    expect(counts).toEqual({ remarks: 2 });
    const left = `SELECT run_id = '${old.run}' AS old, reason <> '' AS said FROM pickup_reversals ORDER BY 1 DESC`;
    expect(await gate.house.rows(left)).toEqual([
      { old: true, said: false },
      { old: false, said: true },
    ]);
    expect(await gate.house.rows(`SELECT reason <> '' AS said FROM scan_conflict_decisions ORDER BY at`)).toEqual([
      { said: false },
      { said: true },
    ]);
  } finally {
    await gate.close();
  }
});

test('a refusal stays, without its words, while its process or a run of it may be asked again', async () => {
  const sealed = `sealed:k:${'A'.repeat(200)}`;
  const [open, over] = [await house.run(), await house.run()];
  const [trip, served] = [(await open.planned()).trips[0], (await over.planned()).trips[0]];
  await house.sql.query(`UPDATE orders.published_runs_v1 SET stage = 'closed' WHERE run_id = '${over.run}'`);
  await house.sql.query(`UPDATE logistics.processes SET ended_at = now()`);
  for (const process of [`supply-run:${open.run}`, `trip:${trip}`, `supply-run:${over.run}`, `trip:${served}`])
    await house.sql
      .query(`INSERT INTO logistics.refused_reports (community_id, refusal_key, process_id, step, payload, code, reason, refused_at)
      VALUES ('${community}', '${process}', '${process}', 's', '${sealed}', 'refused', '${sealed}', now() - interval '100 days')`);
  expect((await forget()).counts).toEqual({ refusals: 4 });
  const left = await house.rows(
    `SELECT process_id, payload, reason FROM logistics.refused_reports WHERE process_id LIKE '%:%' ORDER BY process_id`,
  );
  expect(left).toEqual([`supply-run:${open.run}`, `trip:${trip}`].map((process_id) => ({ process_id, payload: '', reason: '' })));
  expect((await forget()).counts).toEqual({});
});
