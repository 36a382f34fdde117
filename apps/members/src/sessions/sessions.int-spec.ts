import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { MembersService, village } from '../spec/members-service.js';

let service: MembersService;
let places = 0;
/** A community of its own with its coordinator, and people to invite. */
const found = async (): Promise<string> => {
  const community = `c${(places += 1)}`;
  await service.as(community).commit('organisation', village);
  return community;
};
beforeAll(async () => void (service = await MembersService.open()));
afterAll(() => service.close());

const post = (path: string, body: object, headers: Record<string, string> = {}, at = service) =>
  supertest(at.app.getHttpServer()).post(`/api${path}`).set(headers).send(body);
interface Account {
  readonly community: string;
  readonly token: string;
  readonly device: string;
}
const secret = 'harmonica-71';
const invited = async (community: string, person = 'S001'): Promise<string> =>
  new URL((await service.as(community).send('post', `/people/${person}/invitation`, {}).expect(201)).body.link).searchParams.get('t') ?? '';
const accepted = async (community: string): Promise<Account> =>
  (await post('/invitations/acceptance', { invitation: await invited(community), secret, keep: 'token' }).expect(201)).body;
const signIn = (community: string, over: object = {}, from = '203.0.113.7', at = service) =>
  post('/sessions', { community, person: 'S001', secret, keep: 'token', ...over }, { 'X-Forwarded-For': from }, at);
/** Whom members knows a credential to be of. */
const claimsOf = async (credential: string): Promise<Record<string, unknown> | null> => {
  const { token } = (await post('/internal/callers', { credential }).expect(200)).body;
  return token === null ? null : JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString());
};
const isOpen = async (credential: string): Promise<boolean> => (await claimsOf(credential)) !== null;

describe('an invitation', () => {
  test('is a link that opens once, for the person invited, who sets a secret and is signed in', async () => {
    const community = await found();
    const invitation = await invited(community);
    const { body } = await post('/invitations/acceptance', { invitation, secret, keep: 'token' }).expect(201);
    expect(body).toMatchObject({ community, person: 'S001' });
    expect(await claimsOf(body.token)).toMatchObject({
      sub: 'S001',
      community,
      grants: [{ role: 'coordinator', scope: {} }],
      channel: 'api',
    });
    const again = await post('/invitations/acceptance', { invitation, secret: 'another-secret' });
    expect([again.status, again.body.code]).toEqual([409, 'invitation-over']);
    await signIn(community).expect(201);
  });

  test('used twenty times at once opens one session', async () => {
    const invitation = await invited(await found());
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('/invitations/acceptance', { invitation, secret })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
  });

  test('is over when a newer one is there, when it is late, and when it is none', async () => {
    const community = await found();
    const [older, newer] = [await invited(community), await invited(community)];
    expect((await post('/invitations/acceptance', { invitation: older, secret })).body.code).toBe('invitation-over');
    await service.rows(community, `UPDATE invitations SET expires_at = clock_timestamp() WHERE used_at IS NULL AND revoked_at IS NULL`);
    for (const invitation of [newer, `${community}.${'A'.repeat(43)}`, 'nonsense'])
      expect((await post('/invitations/acceptance', { invitation, secret })).body.code).toBe('invitation-over');
  });

  test('goes to nobody who is not there, and is kept as a hash alone', async () => {
    const community = await found();
    const invitation = await invited(community);
    expect((await service.as(community).send('post', '/people/X999/invitation', {})).body.code).toBe('person-not-found');
    const kept = JSON.stringify([
      await service.rows(community, 'SELECT * FROM invitations'),
      await service.rows(community, 'SELECT * FROM audit_entries'),
      await service.rows(community, 'SELECT * FROM idempotency_keys'),
    ]);
    expect(kept).not.toContain(invitation.split('.')[1]);
  });

  test.each(['000000', '123456', '987654', '12345', ''])('a secret that everybody tries first is refused: %s', async (guess) => {
    const refused = await post('/invitations/acceptance', { invitation: 'x', secret: guess });
    expect([refused.status, refused.body.code]).toEqual([400, 'malformed']);
  });

  test('a new secret ends what the old one has opened', async () => {
    const community = await found();
    const first = await accepted(community);
    const second = await accepted(community);
    expect([await isOpen(first.token), await isOpen(second.token)]).toEqual([false, true]);
  });
});

describe('a session', () => {
  test('in a browser stands in cookies of this host alone, and nothing in the answer opens it', async () => {
    const community = await found();
    await accepted(community);
    const { body, headers } = await signIn(community, { keep: 'cookie' }).expect(201);
    expect(body).toEqual({ community, person: 'S001', session: expect.any(String), expiresAt: expect.any(String) });
    const cookies = [headers['set-cookie'] ?? []].flat();
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) expect(cookie).toMatch(/^__Host-jielong-(session|device)=\S+; Path=\/; Secure; HttpOnly; SameSite=Lax; /);
    expect(headers['cache-control']).toBe('no-store');
  });

  test('ends by signing out, by its owner elsewhere, and everywhere at once by a coordinator', async () => {
    const community = await found();
    const here = await accepted(community);
    const opened = await Promise.all(['phone', 'office', 'home'].map(async (label) => (await signIn(community, { label })).body));
    const office = service.as(community);
    const listed = (await office.get('/sessions').expect(200)).body.items;
    expect(listed.map(({ label }: { label: string }) => label).sort()).toEqual(['', 'home', 'office', 'phone']);
    await office.send('post', `/sessions/${opened[0].session}/end`, {}).expect(200, { ended: 1 });
    await office.send('post', `/sessions/${opened[0].session}/end`, {}).expect(200, { ended: 0 });
    expect(await Promise.all(opened.map(({ token }) => isOpen(token)))).toEqual([false, true, true]);
    await office.send('post', '/people/S001/sessions/end', {}).expect(200, { ended: 3 });
    expect(await isOpen(here.token)).toBe(false);
    const [known] = await service.rows<{ known: number }>(community, 'SELECT count(*)::int AS known FROM devices WHERE revoked_at IS NULL');
    expect(known).toEqual({ known: 0 });
  });

  test('of ten that somebody has is over when an eleventh is opened: the one that was used longest ago', async () => {
    const community = await found();
    const first = await accepted(community);
    const more: string[] = [];
    for (let at = 0; at < 10; at += 1) more.push((await signIn(community).expect(201)).body.token);
    expect(await isOpen(first.token)).toBe(false);
    expect(await Promise.all(more.map(isOpen))).toEqual(more.map(() => true));
  });

  test('is over when nobody used it for a week, when its time is up, and when the person is there no more', async () => {
    const community = await found();
    await accepted(community);
    const endings = [
      `UPDATE sessions SET seen_at = now() - interval '8 days'`,
      `UPDATE sessions SET expires_at = now()`,
      `UPDATE people SET ended_at = now() WHERE code = 'S001'`,
    ];
    for (const ending of endings) {
      const { body } = await signIn(community).expect(201);
      expect(await isOpen(body.token)).toBe(true);
      await service.rows(community, ending);
      expect(await isOpen(body.token)).toBe(false);
    }
    await signIn(community).expect(401);
  });

  test('of whoever acts no more is over, and nothing of theirs is left to a later person of the same code', async () => {
    const community = await found();
    const office = service.as(community);
    const join = () => office.send('post', '/people', { code: 'Z900', name: '苏湛', category: '居民志愿者' }).expect(201);
    await join();
    const first = (await post('/invitations/acceptance', { invitation: await invited(community, 'Z900'), secret, keep: 'token' })).body;
    const unused = await invited(community, 'Z900');
    expect(await isOpen(first.token)).toBe(true);
    await office.send('post', '/people/Z900/end', {}).expect(200);
    await join();
    expect(await isOpen(first.token)).toBe(false);
    expect((await signIn(community, { person: 'Z900', device: first.device })).status).toBe(401);
    expect((await post('/invitations/acceptance', { invitation: unused, secret })).body.code).toBe('invitation-over');
  });

  test('of another community, of nobody, of a known person with other bits: none', async () => {
    const community = await found();
    const { token } = await accepted(community);
    const [, bits] = token.split('.');
    for (const credential of [`${await found()}.${bits}`, `${community}.${'A'.repeat(43)}`, community, 'a.b'])
      expect(await claimsOf(credential)).toBeNull();
  });

  test('what a person is follows the lists at once', async () => {
    const community = await found();
    const { token } = await accepted(community);
    await service.rows(community, `UPDATE person_roles SET ended_at = now()`);
    await service.rows(
      community,
      `INSERT INTO person_roles (code, role, scope, listed) VALUES ('S001', 'gate-captain', '蓝天花园南门', true)`,
    );
    expect(await claimsOf(token)).toMatchObject({ grants: [{ role: 'gate-captain', scope: { compound: 'LT', gate: '南门' } }] });
    await service.rows(community, `UPDATE buildings SET grid = '一格' WHERE compound = 'LT'`);
    await service.rows(community, `UPDATE person_roles SET role = 'grid-worker', scope = '一格' WHERE ended_at IS NULL`);
    const grants = ['12', '3'].map((building) => ({ role: 'grid-worker', scope: { compound: 'LT', building } }));
    expect(await claimsOf(token)).toMatchObject({ grants });
  });
});

describe('guessing', () => {
  const guesses = async (community: string, count: number, over: object = {}, at = service) => {
    const statuses: number[] = [];
    for (let i = 0; i < count; i += 1)
      statuses.push((await signIn(community, { secret: `guess-${i}`, ...over }, `198.51.100.${i % 250}`, at)).status);
    return statuses;
  };
  const hashedOf = (statuses: readonly number[]): number => statuses.filter((status) => status !== 429).length;

  test('stops after ten tries from wherever they come, and the owner still signs in from a known device', async () => {
    const community = await found();
    const { device } = await accepted(community);
    expect((await guesses(community, 25)).filter((status) => status === 401)).toHaveLength(10);
    const stopped = await signIn(community);
    expect([stopped.status, stopped.body.code]).toEqual([429, 'too-many-requests']);
    expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(3_000);
    expect((await signIn(community, { device })).status).toBe(201);
  });

  test('in any sixty minutes an account is hashed twenty times at most, where one window ends and the next begins too', async () => {
    const community = await found();
    const { device } = await accepted(community);
    const before = hashedOf(await guesses(community, 25));
    await service.behind(`UPDATE members.limit_counters SET expire = 0 WHERE key LIKE 'sign-in-account:%'`); // its hour is over
    const after = await service.elsewhere(async (other) => hashedOf(await guesses(community, 25, {}, other)));
    expect([before, after]).toEqual([10, 10]);
    expect((await signIn(community, { device })).status).toBe(201);
  });

  test('at once, it does not get further than one after the other', async () => {
    const community = await found();
    await accepted(community);
    const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => signIn(community, { secret: `guess-${i}` }, `198.51.101.${i}`)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
  });

  test('ten thousand times from many addresses hashes ten times; the owner still signs in from a known device', async () => {
    const community = await found();
    const { device } = await accepted(community);
    const url = `${await service.url()}/api/sessions`;
    const guess = async (i: number): Promise<number> => {
      const headers = { 'Content-Type': 'application/json', 'X-Forwarded-For': `198.18.${i >> 8}.${i & 255}` };
      const body = JSON.stringify({ community, person: 'S001', secret: `guess-${i}`, keep: 'token' });
      return (await fetch(url, { method: 'POST', headers, body })).status;
    };
    const hashed: number[] = [];
    for (let from = 0; from < 10_000; from += 50)
      hashed.push(...(await Promise.all(Array.from({ length: 50 }, (_, i) => guess(from + i)))).filter((status) => status !== 429));
    expect(hashed).toEqual(Array.from({ length: 10 }, () => 401));
    expect((await signIn(community, { device })).status).toBe(201);
  }, 240_000);

  test('hears the same of an account that is not there', async () => {
    const community = await found();
    await accepted(community);
    const [known, unknown] = [await signIn(community, { secret: 'wrong' }), await signIn(community, { person: 'X999', secret: 'wrong' })];
    const said = ({ status, body: { correlationId: _, ...body } }: typeof known) => ({ status, body });
    expect(said(unknown)).toEqual(said(known));
    expect((await guesses(community, 25, { person: 'X998' })).filter((status) => status === 401)).toHaveLength(10);
  });

  test('a device of somebody else is not a known one', async () => {
    const community = await found();
    const { device } = await accepted(community);
    await guesses(community, 20, { person: 'X997' });
    expect((await signIn(community, { person: 'X997', device })).status).toBe(429);
  });

  test('whoever signs in, however often, uses no tries up', async () => {
    const community = await found();
    await accepted(community);
    for (let i = 0; i < 25; i += 1) await signIn(community, {}, '203.0.113.99').expect(201);
  });

  test('leaves a trace, and so does signing in; neither says a secret', async () => {
    const community = await found();
    await accepted(community);
    await signIn(community, { secret: 'wrong-secret' });
    const entries = await service.rows<{ action: string }>(community, 'SELECT * FROM audit_entries ORDER BY audit_entry_id');
    expect(entries.map(({ action }) => action)).toEqual(expect.arrayContaining(['invite', 'acceptInvitation', 'signIn', 'refuseSignIn']));
    expect(JSON.stringify(entries)).not.toMatch(/harmonica|wrong-secret/);
  });

  test('that was refused says where it came from, though nobody has signed in', async () => {
    const community = await found();
    for (const from of ['203.0.113.77', '2001:db8:0:7::9']) await signIn(community, { secret: 'wrong' }, from).expect(401);
    const refused = await service.rows(
      community,
      `SELECT address, session, actor FROM audit_entries WHERE action = 'refuseSignIn' ORDER BY 1`,
    );
    expect(refused).toEqual([
      { address: '2001:db8:0:7::/64', session: '', actor: '' },
      { address: '203.0.113.77', session: '', actor: '' },
    ]);
  });
});
