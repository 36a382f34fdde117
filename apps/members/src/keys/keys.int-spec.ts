import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { MembersService, village } from '../spec/members-service.js';

let service: MembersService;
beforeAll(async () => void (service = await MembersService.open()));
afterAll(() => service.close());

let places = 0;
/** A community of its own with its coordinator. */
async function found(): Promise<string> {
  const community = `keys${(places += 1)}`;
  await service.as(community).commit('organisation', village);
  return community;
}
const office = (community: string) => service.as(community);
const send = (community: string, path: string, body: object = {}) => office(community).send('post', path, body);

interface Made {
  readonly id: string;
  readonly key: string;
  readonly expiresAt: string;
}
const wish = { service: 'mini-program', scopes: ['orders.place', 'supply-runs.read'] };
const made = async (community: string, over: object = {}): Promise<Made> =>
  (await send(community, '/keys', { ...wish, ...over }).expect(201)).body;
const rotated = async (community: string, id: string, body: object = {}): Promise<Made> =>
  (await send(community, `/keys/${id}/rotation`, body).expect(201)).body;
/** What a token says of whoever comes with a key; null where nobody does. */
async function claimsOf(credential: string): Promise<Record<string, unknown> | null> {
  const { body } = await supertest(service.app.getHttpServer()).post('/api/internal/callers').send({ credential }).expect(200);
  if (body.token === null) return null;
  expect(body).toEqual({ token: expect.any(String), session: expect.any(String), kind: 'key' });
  return JSON.parse(Buffer.from(String(body.token).split('.')[1] ?? '', 'base64url').toString());
}
const isGood = async ({ key }: Made): Promise<boolean> => (await claimsOf(key)) !== null;
const listed = async (community: string) => (await office(community).get('/keys').expect(200)).body.items;

describe('a key', () => {
  test('is its service, with the scopes that it was made with and nothing else', async () => {
    const community = await found();
    const { id, key } = await made(community);
    expect(await claimsOf(key)).toMatchObject({
      sub: 'service:mini-program',
      community,
      channel: 'service',
      session: id,
      grants: [
        { role: 'permission:orders.place', scope: {} },
        { role: 'permission:supply-runs.read', scope: {} },
      ],
    });
  });

  test('is shown once, and kept as a hash alone', async () => {
    const community = await found();
    const answer = await send(community, '/keys', wish).expect(201);
    expect(answer.headers['cache-control']).toBe('no-store');
    const bits = String(answer.body.key).split('.').at(-1) ?? '';
    expect(bits).toHaveLength(43);
    const kept = JSON.stringify([
      await listed(community),
      await service.rows(community, 'SELECT * FROM api_keys'),
      await service.rows(community, 'SELECT * FROM audit_entries'),
      await service.rows(community, 'SELECT * FROM idempotency_keys'),
    ]);
    expect(kept).not.toContain(bits);
  });

  test('of another community, with other bits, or that says that it is a session opens nothing', async () => {
    const [community, other] = [await found(), await found()];
    const bits = (await made(community)).key.split('.').at(-1) ?? '';
    for (const credential of [`${other}.key.${bits}`, `${community}.${bits}`, `${community}.key.${'A'.repeat(43)}`, `${community}.key`])
      expect(await claimsOf(credential)).toBeNull();
  });

  test('for what a person has to do is refused, with what that is', async () => {
    const community = await found();
    const { status, body } = await send(community, '/keys', { ...wish, scopes: ['orders.place', 'step.approveSettlement', 'keys.write'] });
    expect([status, body.code, body.details.scopes]).toEqual([422, 'scope-needs-person', ['keys.write', 'step.approveSettlement']]);
    expect(await listed(community)).toEqual([]);
  });

  test('whose scope no key may hold any more has lost that scope', async () => {
    const community = await found();
    const { key } = await made(community);
    await service.rows(community, `UPDATE api_keys SET scopes = '{orders.place,keys.write}'`);
    expect(await claimsOf(key)).toMatchObject({ grants: [{ role: 'permission:orders.place' }] });
  });

  test.each([
    ['a service whose name nobody can tell from a person', { service: 'S001' }],
    ['a service with a longer name than a person may have', { service: 'a-service-with-a-long-name' }],
    ['no scope', { scopes: [] }],
    ['a scope that there is not', { scopes: ['orders.eat'] }],
    ['longer than a year', { days: 367 }],
    ['no time', { days: 0 }],
  ])('is not made for %s', async (_, over) => {
    expect((await send(await found(), '/keys', { ...wish, ...over })).body).toMatchObject({ status: 400, code: 'malformed' });
  });

  test('is one for each service, however many ask at once', async () => {
    const community = await found();
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(community, '/keys', wish)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('service-has-key');
    await made(community, { service: 'printer' });
  });
});

describe('the end of a key', () => {
  test('comes with its time, after which its service is given another', async () => {
    const community = await found();
    const first = await made(community, { days: 1 });
    expect(Date.parse(first.expiresAt) - Date.now()).toBeGreaterThan(86_000_000);
    await service.rows(community, `UPDATE api_keys SET expires_at = now()`);
    expect(await isGood(first)).toBe(false);
    const second = await made(community);
    expect([await isGood(first), await isGood(second)]).toEqual([false, true]);
    expect((await listed(community)).map(({ replacedBy }: { replacedBy: string | null }) => replacedBy)).toEqual([second.id, null]);
  });

  test('comes at once when it is revoked, and stays as it was when that is said again', async () => {
    const community = await found();
    const first = await made(community);
    const revoked = await send(community, `/keys/${first.id}/revocation`).expect(200);
    expect(revoked.body).toMatchObject({ id: first.id, revokedBy: 'S001', revokedAt: expect.any(String) });
    expect(await isGood(first)).toBe(false);
    expect((await send(community, `/keys/${first.id}/revocation`).expect(200)).body).toEqual(revoked.body);
    expect(await isGood(await made(community))).toBe(true);
  });

  test('of one that is not there, or of another community, is 404', async () => {
    const [community, other] = [await found(), await found()];
    const { id } = await made(other);
    for (const path of ['revocation', 'rotation'])
      expect((await send(community, `/keys/${id}/${path}`)).body).toMatchObject({ status: 404, code: 'key-not-found' });
  });
});

describe('a rotation', () => {
  test('makes a key of the same scopes, and both are good until the overlap is over', async () => {
    const community = await found();
    const old = await made(community, { days: 30 });
    const fresh = await rotated(community, old.id, { overlapHours: 2 });
    expect(fresh).toMatchObject({ service: wish.service, scopes: wish.scopes });
    expect(Date.parse(fresh.expiresAt) - Date.now()).toBeGreaterThan(29 * 86_400_000);
    expect([await isGood(old), await isGood(fresh)]).toEqual([true, true]);
    const [shown] = await listed(community);
    expect(shown).toMatchObject({ id: old.id, replacedBy: fresh.id });
    expect(Date.parse(shown.expiresAt) - Date.now()).toBeLessThan(2 * 3_600_000 + 60_000);
    await service.rows(community, 'UPDATE api_keys SET expires_at = now() WHERE key_id = $1', [old.id]);
    expect([await isGood(old), await isGood(fresh)]).toEqual([false, true]);
  });

  test('without an overlap ends the old key at once; a key never lasts longer for it', async () => {
    const community = await found();
    const old = await made(community);
    const fresh = await rotated(community, old.id, { overlapHours: 0 });
    expect([await isGood(old), await isGood(fresh)]).toEqual([false, true]);
    await service.rows(community, `UPDATE api_keys SET expires_at = now() + interval '1 minute' WHERE key_id = $1`, [fresh.id]);
    await rotated(community, fresh.id, { overlapHours: 168 });
    const shown = (await listed(community)).find(({ id }: { id: string }) => id === fresh.id);
    expect(Date.parse(shown.expiresAt) - Date.now()).toBeLessThan(61_000);
  });

  test('whose answer was lost is asked for again: the key that nobody has used opens nothing', async () => {
    const community = await found();
    const old = await made(community);
    const [lost, fresh] = [await rotated(community, old.id), await rotated(community, old.id)];
    expect([await isGood(old), await isGood(lost), await isGood(fresh)]).toEqual([true, false, true]);
    expect((await send(community, `/keys/${old.id}/rotation`)).body).toMatchObject({ status: 409, code: 'key-rotated' });
    expect(await isGood(await rotated(community, fresh.id))).toBe(true);
  });

  test('of a key that is over is refused', async () => {
    const community = await found();
    const old = await made(community);
    await send(community, `/keys/${old.id}/revocation`).expect(200);
    expect((await send(community, `/keys/${old.id}/rotation`)).body).toMatchObject({ status: 409, code: 'key-over' });
  });

  test('asked for twenty times at once leaves one new key', async () => {
    const community = await found();
    const old = await made(community);
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(community, `/keys/${old.id}/rotation`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const good = await Promise.all(answers.map(({ body }) => isGood(body)));
    expect(good.filter(Boolean)).toHaveLength(1);
  });
});

describe('the list of keys', () => {
  test('says who has made them and when they were used, page by page', async () => {
    const community = await found();
    for (const name of ['kiosk', 'printer', 'bank']) await made(community, { service: name });
    const first = (await office(community).get('/keys?limit=2').expect(200)).body;
    expect(first.items).toMatchObject([{ service: 'kiosk', madeBy: 'S001', seenAt: null, revokedAt: null }, { service: 'printer' }]);
    const rest = (await office(community).get(`/keys?limit=2&after=${first.next}`).expect(200)).body;
    expect([rest.items.map(({ service: name }: { service: string }) => name), rest.next]).toEqual([['bank'], null]);
  });

  test('knows to five minutes when a key was used last', async () => {
    const community = await found();
    const { key } = await made(community);
    const seen = async () => (await listed(community))[0].seenAt;
    await claimsOf(key);
    const first = await seen();
    await claimsOf(key);
    expect(await seen()).toBe(first);
    await service.rows(community, `UPDATE api_keys SET seen_at = now() - interval '6 minutes'`);
    await claimsOf(key);
    expect(Date.parse(await seen())).toBeGreaterThanOrEqual(Date.parse(first));
  });

  test('and what was done with keys is for the office, and leaves a trace', async () => {
    const community = await found();
    const { id } = await made(community);
    await rotated(community, id);
    await send(community, `/keys/${id}/revocation`).expect(200);
    const leader = service.as(community, 'D002', [{ role: 'group-buy-leader', scope: { compound: 'LT' } }]);
    expect((await leader.get('/keys')).body.code).toBe('not-yours');
    expect((await leader.send('post', '/keys', wish)).body.code).toBe('not-yours');
    const entries = await service.rows(
      community,
      `SELECT action, actor, subject_kind, subject_id FROM audit_entries WHERE action LIKE '%Key' ORDER BY audit_entry_id`,
    );
    expect(entries).toEqual(
      ['makeKey', 'rotateKey', 'revokeKey'].map((action) => ({ action, actor: 'S001', subject_kind: 'key', subject_id: id })),
    );
  });
});
