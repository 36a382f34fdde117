import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import supertest from 'supertest';
import { credentialIn, GateShift, inHours } from '../spec/gate-shift.js';
import { MembersService, sample } from '../spec/members-service.js';

const community = 'gates';
let service: MembersService;
beforeAll(async () => {
  service = await MembersService.open();
  await service.as(community).commit('organisation', sample).expect(200);
}, 60_000);
afterAll(() => service.close());

const opened = (wish: object = {}): Promise<GateShift> => GateShift.open(service, community, wish);
const postsOf = async (shift: GateShift): Promise<string[][]> =>
  (await shift.captain.get(`/shifts/${shift.id}`).expect(200)).body.devices.map(({ posts }: { posts: { person: string }[] }) =>
    posts.map(({ person }) => person),
  );

describe('a captain opens a shift', () => {
  test('at their gate, with a QR that says the link and is kept as a hash alone', async () => {
    const shift = await opened({ team: '物资保障一队' });
    expect(shift.link).toMatch(/^https:\/\/jielong\.example\.org\/api\/shift\?t=gates\.[\w-]{43}$/);
    expect(shift.qr).toMatch(/^<svg /);
    const { body } = await shift.captain.get('/shifts?compound=LT&gate=南门').expect(200);
    expect(body.items.at(-1)).toMatchObject({ id: shift.id, compound: 'LT', compoundName: '蓝天花园', gate: '南门', team: '物资保障一队' });
    const kept = ['shifts', 'audit_entries', 'idempotency_keys'].map((table) => service.rows(community, `SELECT * FROM ${table}`));
    expect(JSON.stringify(await Promise.all(kept))).not.toContain(shift.code.split('.')[1]);
  });

  test.each([
    ['another gate', { compound: 'YF', gate: '东门' }, 403, 'not-yours'],
    ['a gate that is not there', { gate: '天门' }, 403, 'not-yours'],
    ['a team that is not there', { team: '九队' }, 404, 'unknown-team'],
    ['longer than a day and a night', { until: inHours(24.1) }, 422, 'not-within-a-day'],
    ['until before now', { until: inHours(-1) }, 422, 'not-within-a-day'],
  ])('not %s', async (_what, wish, status, code) => {
    const { captain } = await opened();
    const refused = await captain.send('post', '/shifts', { compound: 'LT', gate: '南门', until: inHours(1), ...wish });
    expect([refused.status, refused.body.code]).toEqual([status, code]);
  });

  test('and lists no gate but theirs; the coordinator all of them, page by page', async () => {
    const { captain } = await opened();
    for (const query of ['', '?compound=LT', '?compound=YF&gate=东门', '?compound=LT&compound=YF&gate=南门'])
      expect((await captain.get(`/shifts${query}`)).body.code).toBe('not-yours');
    const first = (await service.as(community).get('/shifts?limit=1').expect(200)).body;
    const second = (await service.as(community).get(`/shifts?limit=1&after=${first.next}`).expect(200)).body;
    expect(second.items[0].id).not.toBe(first.items[0].id);
  });

  test('a gate that is not there is named to whoever answers for all of them', async () => {
    const refused = await service.as(community).send('post', '/shifts', { compound: 'LT', gate: '天门', until: inHours(1) });
    expect([refused.status, refused.body.code, refused.body.details]).toEqual([404, 'unknown-gate', { gates: ['南门'] }]);
  });
});

describe('whoever has scanned the QR', () => {
  test('sees, masked, the groups of the gate and of its compound, and the team that is named', async () => {
    const people = async (shift: GateShift): Promise<{ code: string; maskedName: string }[]> =>
      (await supertest(service.app.getHttpServer()).post('/api/shift/people').send({ code: shift.code }).expect(200)).body.people;
    const alone = await people(await opened());
    expect(alone).toContainEqual({ code: 'D003', maskedName: '何**' });
    const codes = alone.map(({ code }) => code);
    expect(codes.filter((code) => code.startsWith('D'))).toEqual(['D001', 'D002', 'D003', 'D004', 'D005', 'D006', 'D007', 'D008', 'D009']);
    expect(codes.filter((code) => code.startsWith('X'))).toHaveLength(18); // the branch that is in charge of all compounds
    const withTeam = await people(await opened({ team: '物资保障一队' }));
    expect(withTeam.map(({ code }) => code)).toEqual(expect.arrayContaining(['D003', 'D018', 'Z001']));
  });

  test('has the post of the gate until the time that was set, and nothing else', async () => {
    const shift = await opened();
    const { token, session } = await shift.device('D003');
    const { body } = await shift.captain.get(`/shifts/${shift.id}`);
    expect(await shift.claims(token)).toMatchObject({
      ...{ sub: 'D003', session, posts: [{ code: 'D003' }] },
      grants: [{ role: 'gate-volunteer', scope: { compound: 'LT', gate: '南门' }, from: body.from, until: body.until }],
    });
    expect((await shift.from(token, 'get', '/me')).body).toMatchObject({ person: 'D003', grants: [{ role: 'gate-volunteer' }] });
    for (const path of ['/sessions', '/people', '/compounds', '/groups', '/households?compound=LT', `/shifts/${shift.id}`])
      expect([path, (await shift.from(token, 'get', path)).body.code]).toEqual([path, 'not-yours']);
  });

  test.each(['D010', 'Z001', 'S001', 'X999', ''])('and is not of the gate (%j) opens nothing', async (person) => {
    const shift = await opened();
    const refused = await shift.join(person);
    expect(refused.body.code).toBe(person === '' ? 'malformed' : 'not-of-this-gate');
    expect(await postsOf(shift)).toEqual([]);
  });

  test('and has left the group, or the community, since', async () => {
    const shift = await opened();
    const { token } = await shift.device('D009');
    await service.as(community).send('post', '/people/D009/end', {}).expect(200);
    expect(await shift.claims(token)).toBeNull();
    expect((await shift.join('D009')).body.code).toBe('not-of-this-gate');
    expect((await shift.join('D008')).status).toBe(201);
  });

  test.each(['nonsense', `gates.${'A'.repeat(43)}`, `elsewhere.${'A'.repeat(43)}`])(
    'that is none of ours (%s) opens nothing',
    async (code) => {
      const refused = await (await opened()).join('D003', code);
      expect([refused.status, refused.body.code]).toEqual([409, 'shift-over']);
    },
  );
});

describe('a QR', () => {
  test('opens no device when a newer one is there; devices that are open stay so', async () => {
    const shift = await opened();
    const before = await shift.device('D003');
    const { body } = await shift.captain.send('post', `/shifts/${shift.id}/code`, {}).expect(201);
    const replayed = await shift.join('D004');
    expect([replayed.status, replayed.body.code]).toEqual([409, 'shift-over']);
    expect((await shift.join('D004', credentialIn(body.link))).status).toBe(201);
    expect(await shift.claims(before.token)).toMatchObject({ sub: 'D003' });
  });

  test('opens no device when the shift has been ended, and no new one is made', async () => {
    const shift = await opened();
    await shift.captain.send('post', `/shifts/${shift.id}/end`, {}).expect(200);
    expect((await shift.join('D003')).body.code).toBe('shift-over');
    expect((await shift.captain.send('post', `/shifts/${shift.id}/code`, {})).body.code).toBe('shift-over');
  });

  test('opens no device when its time is up', async () => {
    const shift = await opened();
    await service.rows(
      community,
      `UPDATE shifts SET from_at = from_at - interval '7 hours', until_at = until_at - interval '7 hours' WHERE shift_id = $1`,
      [shift.id],
    );
    expect((await shift.join('D003')).body.code).toBe('shift-over');
  });

  test('opens forty devices, and says what to do about one more', async () => {
    const shift = await opened();
    const answers = await Promise.all(Array.from({ length: 45 }, () => shift.join('D003')));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(40);
    expect(answers.filter(({ body }) => body.code === 'too-many-devices')).toHaveLength(5);
  });

  test('is no session', async () => {
    const shift = await opened();
    expect(await shift.claims(shift.code)).toBeNull();
  });
});

describe('at a device', () => {
  test('one tap changes who is there, and the history is without a gap', async () => {
    const shift = await opened();
    const { token, session } = await shift.device('D003');
    expect((await shift.from(token, 'post', '/shift/person', { person: 'D004' })).body).toMatchObject({ person: 'D004', session });
    expect((await shift.from(token, 'post', '/shift/person', { person: 'D004' })).status).toBe(200); // again: nothing changes
    expect(await shift.claims(token)).toMatchObject({ sub: 'D004', session, posts: [{ code: 'D003' }, { code: 'D004' }] });
    const posts = await service.rows<{ code: string; ends: boolean; follows: boolean | null }>(
      community,
      `SELECT code, until_at = (SELECT until_at FROM shifts WHERE shift_id = $2) AS ends, from_at = lag(until_at) OVER (ORDER BY from_at) AS follows
       FROM shift_posts WHERE session_id = $1 ORDER BY from_at`,
      [session, shift.id],
    );
    expect(posts).toEqual([
      { code: 'D003', ends: false, follows: null },
      { code: 'D004', ends: true, follows: true },
    ]);
  });

  test('a change that is sent again is not made again, also when somebody else has come since', async () => {
    const shift = await opened();
    const { token } = await shift.device('D003');
    const change = (person: string, key: string) => shift.from(token, 'post', '/shift/person', { person }, key);
    const first = await change('D004', 'first-change');
    await change('D005', 'second-change');
    const again = await change('D004', 'first-change');
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(await postsOf(shift)).toEqual([['D003', 'D004', 'D005']]);
  });

  test('two devices of the same person with the same key are two devices', async () => {
    const shift = await opened();
    const [one, two] = [await shift.device('D003'), await shift.device('D003')];
    for (const { token, session } of [one, two]) {
      const { body } = await shift.from(token, 'post', '/shift/person', { person: 'D004' }, 'the-same-key');
      expect(body).toMatchObject({ session, person: 'D004' });
    }
    expect(await postsOf(shift)).toEqual([
      ['D003', 'D004'],
      ['D003', 'D004'],
    ]);
  });

  test('nobody of another gate', async () => {
    const shift = await opened();
    const { token } = await shift.device('D003');
    const refused = await shift.from(token, 'post', '/shift/person', { person: 'D010' });
    expect([refused.status, refused.body.code]).toEqual([403, 'not-of-this-gate']);
    expect(await postsOf(shift)).toEqual([['D003']]);
  });

  test('twenty taps at once: one after the other, one person at a time, and two devices do not mix', async () => {
    const shift = await opened();
    const [one, two] = [await shift.device('D003'), await shift.device('D004')];
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => shift.from(one.token, 'post', '/shift/person', { person: `D00${(i % 4) + 5}` })),
    );
    const overlaps = await service.rows(
      community,
      `SELECT FROM shift_posts a JOIN shift_posts b ON a.session_id = b.session_id AND a.post_id < b.post_id
         AND tstzrange(a.from_at, a.until_at) && tstzrange(b.from_at, b.until_at) WHERE a.session_id = $1`,
      [one.session],
    );
    expect(overlaps).toEqual([]);
    expect(await shift.claims(two.token)).toMatchObject({ sub: 'D004', posts: [{ code: 'D004' }] });
  });

  test('forty-eight people; then the captain is asked', async () => {
    const shift = await opened();
    const { token, session } = await shift.device('D003');
    await service.rows(
      community,
      `WITH told AS (UPDATE shift_posts SET until_at = from_at WHERE session_id = $1 RETURNING from_at)
       INSERT INTO shift_posts (session_id, code, from_at, until_at)
         SELECT $1, 'D00' || (4 + n % 2), from_at + n * interval '1 microsecond', from_at + CASE n WHEN 46 THEN interval '6 hours' ELSE (n + 1) * interval '1 microsecond' END
         FROM told, generate_series(0, 46) n`,
      [session],
    );
    expect((await shift.from(token, 'post', '/shift/person', { person: 'D003' })).body.code).toBe('too-many-changes');
  });

  test('everything names the session and the person', async () => {
    const shift = await opened();
    const { token, session } = await shift.device('D003');
    await shift.from(token, 'post', '/shift/person', { person: 'D004' });
    await shift.captain.send('post', `/shifts/${shift.id}/end`, {}).expect(200);
    expect(
      await service.rows(
        community,
        `SELECT action, actor, session, details FROM audit_entries WHERE subject_kind = 'shift' AND subject_id = $1 ORDER BY audit_entry_id`,
        [shift.id],
      ),
    ).toMatchObject([
      { action: 'openShift', actor: 'D001', session: 'test' },
      { action: 'joinShift', details: { session, person: 'D003' } },
      { action: 'changePersonAtGate', actor: 'D003', session, details: { session, from: 'D003', to: 'D004' } },
      { action: 'endShift', actor: 'D001' },
    ]);
  });
});

describe('when a shift ends', () => {
  test('posts end with it, nothing is changed at a device any more, and what it says of itself is over but still known', async () => {
    const shift = await opened();
    const { token } = await shift.device('D003');
    const ended = (await shift.captain.send('post', `/shifts/${shift.id}/end`, {}).expect(200)).body;
    expect(ended.devices[0].posts[0].until.slice(0, 19)).toBe(ended.endedAt.slice(0, 19));
    expect(await shift.claims(token)).toMatchObject({ grants: [{ until: ended.endedAt }], posts: [{ code: 'D003' }] });
    for (const [method, path, body] of [
      ['get', '/me', undefined],
      ['get', '/shift/device', undefined],
      ['post', '/shift/person', { person: 'D004' }],
    ] as const)
      expect((await shift.from(token, method, path, body)).body.code).toBe('not-yours');
    const again = await shift.captain.send('post', `/shifts/${shift.id}/end`, {}).expect(200);
    expect(again.body.endedAt).toBe(ended.endedAt);
  });

  test('its devices are known for 24 hours more', async () => {
    const shift = await opened();
    const { token } = await shift.device('D003');
    const back = (hours: number) =>
      service.rows(
        community,
        `UPDATE shifts SET from_at = from_at - make_interval(hours => $2), until_at = until_at - make_interval(hours => $2) WHERE shift_id = $1`,
        [shift.id, hours],
      );
    await back(6 + 23);
    expect(await shift.claims(token)).toMatchObject({ sub: 'D003' });
    await back(1);
    expect(await shift.claims(token)).toBeNull();
  });
});

test('a lost phone opens nothing from now on; the other devices of the shift do, and no other shift has it', async () => {
  const shift = await opened();
  const [lost, kept] = [await shift.device('D003'), await shift.device('D004')];
  const end = ({ captain }: GateShift, id = shift.id) => captain.send('post', `/shifts/${id}/devices/${lost.session}/end`, {});
  expect((await end(shift, (await opened()).id)).body.code).toBe('device-not-found');
  await end(shift).expect(200);
  await end(shift).expect(200);
  expect([await shift.claims(lost.token), await shift.claims(kept.token)]).toMatchObject([null, { sub: 'D004' }]);
});

test('the database keeps one person at a device, and a shift within a day', async () => {
  const shift = await opened();
  const { session } = await shift.device('D003');
  const overlapping = service.rows(
    community,
    `INSERT INTO shift_posts (session_id, code, from_at, until_at) SELECT session_id, 'D004', from_at, until_at FROM shift_posts WHERE session_id = $1`,
    [session],
  );
  await expect(overlapping).rejects.toThrow('one_person_at_a_device');
  const endless = service.rows(community, `UPDATE shifts SET until_at = from_at + interval '25 hours' WHERE shift_id = $1`, [shift.id]);
  await expect(endless).rejects.toThrow('shifts_check');
});
