import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ForgottenCounts, RetentionDays } from '@jielong/kernel';
import { membersViews } from '@jielong/members-contract';
import { forgetBatch, type ForgetRule, inCommunity } from '@jielong/platform';
import { DataSource } from 'typeorm';
import { changed, MembersService, village } from '../spec/members-service.js';
import { forgetRules } from './forget-rules.js';
import { MembersActivityService } from '../members.activities.js';

const community = 'east';
const days: RetentionDays = {
  ...{ sessions: 30, invitations: 30, links: 30, answers: 30, refusals: 30 },
  ...{ reveals: 30, chains: 30, remarks: 30, flags: 30, households: 30, people: 30 },
};
let service: MembersService;
beforeAll(async () => {
  service = await MembersService.open();
  await service.as(community).commit('organisation', village).expect(200);
});
afterAll(() => service.close());

const rows = <T>(sql: string) => service.rows<T>(community, sql);
const countOf = async (table: string): Promise<number> =>
  (await rows<{ n: number }>(`SELECT count(*)::integer AS n FROM ${table}`))[0]?.n ?? 0;

/** A round of forgetting, batch by batch; how many batches it took. */
async function forget(id: string = crypto.randomUUID()): Promise<{ counts: ForgottenCounts; batches: number }> {
  const activities = service.app.get(MembersActivityService);
  for (let batches = 1; ; batches += 1) {
    const { counts, isDone } = await activities.forgetInMembers(community, { id, days });
    if (isDone) return { counts, batches };
  }
}

const fingerprint = (n: string) => `sha256(('${n}' || gen_random_uuid())::bytea)`;
/** Somebody who signed in so many days ago, and ended it the same day. */
const signedIn = (ago: number, count = 1) =>
  service.behind(`
    WITH device AS (INSERT INTO members.devices (community_id, code, fingerprint, known_since, revoked_at)
      SELECT '${community}', 'S001', ${fingerprint('d')}, now() - interval '${ago} days', now() - interval '${ago} days'
      FROM generate_series(1, ${count}) RETURNING device_id)
    INSERT INTO members.sessions (community_id, code, fingerprint, device_id, channel, label, opened_at, expires_at, ended_at, ended_by)
      SELECT '${community}', 'S001', ${fingerprint('s')}, device_id, 'api', '', now() - interval '${ago} days', now(),
        now() - interval '${ago} days', 'S001' FROM device`);

test('sessions, devices, invitations, answers and reveals go once they are over for long enough, and no younger ones', async () => {
  for (const ago of [40, 20]) {
    await signedIn(ago);
    await service.behind(`
      INSERT INTO members.invitations (community_id, code, fingerprint, invited_by, expires_at, revoked_at)
        VALUES ('${community}', 'S001', ${fingerprint('i')}, 'S001', now(), now() - interval '${ago} days');
      INSERT INTO members.idempotency_keys (community_id, actor, operation, key, body_hash, at)
        VALUES ('${community}', 'S001', 'old', 'key-${ago}', '', now() - interval '${ago} days');`);
  }
  await service.as(community).send('post', '/people/S001/reveal', { reason: '核对电话' }).unset('Idempotency-Key').expect(200);
  await service.behind(`INSERT INTO members.reveals (community_id, kind, subject, reason, revealed_by, at)
    SELECT community_id, kind, subject, reason, revealed_by, now() - interval '40 days' FROM members.reveals`);
  const before = { keys: await countOf('idempotency_keys'), reveals: await countOf('reveals') };
  expect((await forget()).counts).toEqual({ sessions: 2, invitations: 1, answers: 1, reveals: 1 });
  expect(await rows(`SELECT key FROM idempotency_keys WHERE operation = 'old'`)).toEqual([{ key: 'key-20' }]);
  expect([await countOf('sessions'), await countOf('devices'), await countOf('invitations')]).toEqual([1, 1, 1]);
  expect({ keys: await countOf('idempotency_keys'), reveals: await countOf('reveals') }).toEqual({
    keys: before.keys - 1,
    reveals: before.reveals - 1,
  });
  expect((await forget()).counts).toEqual({});
});

test('links of households go once they have opened nothing for long enough; one that still does stays, however old it is', async () => {
  const [{ id } = { id: '' }] = await rows<{ id: string }>(
    `SELECT household_id AS id FROM households WHERE room = '501' AND building = '3' LIMIT 1`,
  );
  for (const revoked of [`now() - interval '40 days'`, `now() - interval '20 days'`, 'NULL'])
    await service.behind(`INSERT INTO members.household_links (community_id, household_id, fingerprint, made_by, made_at, revoked_at, revoked_by)
      VALUES ('${community}', '${id}', ${fingerprint('h')}, 'S001', now() - interval '900 days', ${revoked}, ${revoked === 'NULL' ? 'NULL' : `'S001'`});`);
  expect((await forget()).counts).toEqual({ links: 1 });
  expect(await countOf('household_links')).toBe(2);
});

test('what somebody still is signed in with stays, however old it is', async () => {
  await service.behind(`
    INSERT INTO members.devices (community_id, code, fingerprint, known_since) VALUES ('${community}', 'S001', ${fingerprint('d')}, now() - interval '900 days');
    INSERT INTO members.invitations (community_id, code, fingerprint, invited_by, made_at, expires_at)
      VALUES ('${community}', 'S001', ${fingerprint('i')}, 'S001', now() - interval '900 days', now() + interval '1 day');`);
  expect((await forget()).counts).toEqual({});
});

test('a shift with its devices and posts, and the key of a service, go once they are over for long enough', async () => {
  const counts = () => Promise.all(['shifts', 'shift_devices', 'shift_posts', 'api_keys'].map(countOf));
  for (const ago of [40, 20])
    await service.behind(`
      WITH shift AS (INSERT INTO members.shifts (community_id, compound, gate, fingerprint, opened_by, from_at, until_at)
        VALUES ('${community}', 'LT', '南门', ${fingerprint('q')}, 'S001', now() - interval '${ago} days', now() - interval '${ago} days' + interval '6 hours')
        RETURNING shift_id),
      device AS (INSERT INTO members.shift_devices (community_id, shift_id, fingerprint, channel, label, joined_at)
        SELECT '${community}', shift_id, ${fingerprint('s')}, 'api', '', now() - interval '${ago} days' FROM shift RETURNING session_id)
      INSERT INTO members.shift_posts (community_id, session_id, code, from_at, until_at)
        SELECT '${community}', session_id, 'S001', now() - interval '${ago} days', now() - interval '${ago} days' + interval '6 hours' FROM device;
      INSERT INTO members.api_keys (key_id, community_id, service, scopes, fingerprint, days, made_by, expires_at, revoked_at, revoked_by)
        VALUES (gen_random_uuid(), '${community}', 'till', ARRAY['orders.place'], ${fingerprint('k')}, 30, 'S001', now(), now() - interval '${ago} days', 'S001');`);
  expect(await counts()).toEqual([2, 2, 2, 2]);
  expect((await forget()).counts).toEqual({ sessions: 4 });
  expect(await counts()).toEqual([1, 1, 1, 1]);
});

test('of a household that has left only its room and id stay; one that comes back is written anew by its list', async () => {
  const [{ id } = { id: '' }] = await rows<{ id: string }>(
    `SELECT household_id AS id FROM households WHERE room = '501' AND building = '12'`,
  );
  const without = changed('households.csv', (text) => text.replace(/LT,12,1,501.*\r\n/, ''));
  await service.as(community).commit('households', without).expect(200);
  expect((await forget()).counts).toEqual({});
  await service.behind(`UPDATE members.households SET ended_at = now() - interval '40 days' WHERE household_id = '${id}'`);
  expect((await forget()).counts).toEqual({ households: 2 });
  const select = `SELECT room, residents, masked_name, listed_flags, chosen_flags, priority, name, phone, phone_lookup, remark
    FROM households JOIN household_contacts USING (community_id, household_id) WHERE household_id = '${id}'`;
  expect(await rows(select)).toEqual([
    {
      ...{ room: '501', residents: 0, masked_name: '', listed_flags: '', chosen_flags: null, priority: false },
      ...{ name: '', phone: '', phone_lookup: '', remark: '' },
    },
  ]);
  await service
    .as(community)
    .commit(
      'households',
      village.filter(({ name }) => name === 'households.csv'),
    )
    .expect(200);
  const found = await service.as(community).send('post', '/households/find', { phone: '199-0000-0003' }).unset('Idempotency-Key');
  expect(found.body.items).toMatchObject([{ id, maskedName: '王**', priority: true }]);
});

test('the telephone of a household that was merged stays as long as the household that it is now', async () => {
  const add = async (phone: string): Promise<string> =>
    (await service.as(community).send('post', '/households', { compound: 'LT', room: '3-2-601', name: '赵宁', phone })).body.id;
  const [first, second] = [await add('199-0000-0021'), await add('199-0000-0022')];
  await service.as(community).send('post', `/households/${second}/merge`, { into: first, reason: '同一家' }).expect(200);
  const age = (id: string) =>
    service.behind(`UPDATE members.households SET ended_at = now() - interval '40 days' WHERE household_id = '${id}'`);
  await age(second);
  expect((await forget()).counts).toEqual({});
  await age(first);
  expect((await forget()).counts).toEqual({ households: 4 });
});

test('the flags of a household that was merged go once they have stood long enough with the other; so does why it was', async () => {
  const add = async (flags: string[]): Promise<string> =>
    (await service.as(community).send('post', '/households', { compound: 'LT', room: '3-2-701', name: '赵宁', flags }).expect(201)).body.id;
  const [first, second] = [await add([]), await add(['disabled'])];
  await service.as(community).send('post', `/households/${second}/merge`, { into: first, reason: '同一家' }).expect(200);
  expect((await forget()).counts).toEqual({});
  await service.behind(`
    UPDATE members.households SET ended_at = now() - interval '40 days' WHERE household_id = '${second}';
    UPDATE members.household_changes SET at = now() - interval '40 days' WHERE household_id = '${second}'`);
  expect((await forget()).counts).toEqual({ flags: 1, remarks: 1 });
  expect(await rows(`SELECT listed_flags, chosen_flags, flag_terms FROM households WHERE household_id = '${second}'`)).toEqual([
    { listed_flags: '', chosen_flags: null, flag_terms: '' },
  ]);
  expect(await rows(`SELECT change, other, reason FROM household_changes WHERE household_id = '${second}'`)).toEqual([
    { change: 'merged', other: first, reason: '' },
  ]);
  const published = `SELECT priority, fulfilment FROM ${membersViews.households} WHERE id IN ('${first}', '${second}')`;
  expect(await rows(published)).toEqual(Array(2).fill({ priority: true, fulfilment: 'to-door' }));
  expect((await forget()).counts).toEqual({});
});

test('of somebody who has left only the code stays', async () => {
  await service
    .as(community)
    .send('post', '/people', { code: 'D900', name: '高原', phone: '199-0000-0900', limits: '不能久站' })
    .expect(201);
  await service.behind(`UPDATE members.people SET ended_at = now() - interval '40 days' WHERE code = 'D900'`);
  expect((await forget()).counts).toEqual({ people: 1 });
  expect(await rows(`SELECT name, masked_name, phone, phone_lookup, limits FROM people WHERE code = 'D900'`)).toEqual([
    { name: '', masked_name: '', phone: '', phone_lookup: '', limits: '' },
  ]);
});

test('a round goes on batch by batch, and what it has forgotten in all stands in the audit, by count', async () => {
  await signedIn(60, 2_500);
  const id = crypto.randomUUID();
  const { counts, batches } = await forget(id);
  expect([counts, batches]).toEqual([{ sessions: 5_000 }, 3]);
  const entries = await rows<{ details: object }>(
    `SELECT details FROM audit_entries WHERE (action, subject_kind, subject_id) = ('forget', 'retention', '${id}') ORDER BY audit_entry_id`,
  );
  expect(entries.map(({ details }) => Object.keys(details))).toEqual(entries.map(() => ['sessions']));
});

test('a batch that is killed half way has forgotten nothing, and is done again', async () => {
  await signedIn(60, 10);
  const id = crypto.randomUUID();
  const killed = inCommunity(service.app.get(DataSource), community, async (tx) => {
    await forgetBatch(tx, forgetRules, { id, days });
    throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  expect(await countOf(`sessions WHERE opened_at < now() - interval '50 days'`)).toBe(10);
  expect((await forget(id)).counts).toEqual({ sessions: 20 });
  expect((await forget(id)).counts).toEqual({ sessions: 20 }); // asked again after its answer was lost
});

test('the database lets no young row go, whatever the code asks for', async () => {
  await signedIn(3);
  await signedIn(10);
  const greedy: ForgetRule = {
    kind: 'sessions',
    forget: async (tx) => (await tx.query<[unknown[], number]>('DELETE FROM sessions'))[1],
  };
  await inCommunity(service.app.get(DataSource), community, (tx) => forgetBatch(tx, [greedy], { id: crypto.randomUUID(), days }));
  expect(await rows(`SELECT ended_at > now() - interval '4 days' AS young FROM sessions`)).toEqual([{ young: true }]);
});

test('nothing of another community goes', async () => {
  await service.as('west').commit('organisation', village).expect(200);
  await service.behind(`UPDATE members.idempotency_keys SET at = now() - interval '40 days' WHERE community_id = 'west'`);
  await forget();
  expect(await service.rows('west', 'SELECT key FROM idempotency_keys')).toHaveLength(1);
});
