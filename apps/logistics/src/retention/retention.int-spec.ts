import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { RetentionDays } from '@jielong/kernel';
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
  await house.sql.query(`UPDATE logistics.reports SET recorded_at = now() - interval '900 days'`);
  const goods = () =>
    house.rows(`SELECT (SELECT count(*) FROM logistics.custody_movements) AS movements, (SELECT count(*) FROM logistics.reports) AS reports,
      (SELECT sum(abs(portions)) FROM logistics.custody_balances) AS portions`);
  const before = await goods();
  expect(await forget()).toEqual({ counts: { links: 2, answers: 2, refusals: 1 }, isDone: true });
  expect(await house.rows(`SELECT key FROM logistics.idempotency_keys WHERE operation = 'old'`)).toEqual([{ key: 'key-3' }]);
  expect(await goods()).toEqual(before);
  expect((await forget()).counts).toEqual({});
});
