import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MembersService, village } from '../spec/members-service.js';

const community = 'east';
let service: MembersService;
beforeAll(async () => {
  service = await MembersService.open({ REVEALS_PER_DAY: '3' });
  await service.as(community).commit('organisation', village).expect(200);
});
afterAll(() => service.close());

const as = (code: string) => service.as(community, code);
const dataOf = (path: string, by: string, body: object = { reason: '本人要求' }) =>
  as(by).send('post', `${path}/data`, body).unset('Idempotency-Key');

test('a household gets all that is known of it, with what was merged into it and who has seen it', async () => {
  const add = async (name: string, phone: string): Promise<string> =>
    (await as('S001').send('post', '/households', { compound: 'LT', room: '3-2-601', name, phone, flags: ['disabled'] })).body.id;
  const [id, merged] = [await add('尉迟恭', '199-0000-0031'), await add('尉迟宝', '199-0000-0032')];
  await as('S001').send('post', `/households/${merged}/merge`, { into: id, reason: '父子' }).expect(200);
  await as('S002').send('post', `/households/${id}/reveal`, { reason: '送药' }).unset('Idempotency-Key').expect(200);
  await as('S001').send('post', `/households/${id}/link`, {}).unset('Idempotency-Key').expect(201);
  const { body } = await dataOf(`/households/${merged}`, 'S001').expect(200);
  expect(body).toMatchObject({
    ...{ id, compound: 'LT', room: '601', priority: true, chosenFlags: ['disabled'], endedAt: null },
    mergedFlags: [{ household: merged, listedFlags: [], chosenFlags: ['disabled'], flagTerms: [{ flag: 'disabled', setBy: 'S001' }] }],
    changes: [{ change: 'merged', household: merged, other: id, reason: '父子', enteredBy: 'S001' }],
    reveals: [{ reason: '送药', revealedBy: 'S002' }],
    links: [{ madeBy: 'S001', revokedAt: null }],
  });
  expect(body.contacts.map(({ name, phone }: { name: string; phone: string }) => [name, phone]).toSorted()).toEqual([
    ['尉迟宝', '199-0000-0032'],
    ['尉迟恭', '199-0000-0031'],
  ]);
});

test('a person gets all that is known of them, also after they have left', async () => {
  await as('S001')
    .send('post', '/people', { code: 'D901', name: '长孙无', phone: '199-0000-0901', limits: '腰伤', skills: ['护士'] })
    .expect(201);
  await as('S001').send('post', '/people/D901/end', {}).expect(200);
  await service.behind(`
    WITH shift AS (INSERT INTO members.shifts (community_id, compound, gate, fingerprint, opened_by, from_at, until_at)
      VALUES ('${community}', 'LT', '南门', sha256('q'), 'S001', now(), now() + interval '6 hours') RETURNING shift_id),
    device AS (INSERT INTO members.shift_devices (community_id, shift_id, fingerprint, channel, label, joined_at)
      SELECT '${community}', shift_id, sha256('s'), 'api', '门房手机', now() FROM shift RETURNING session_id)
    INSERT INTO members.shift_posts (community_id, session_id, code, from_at, until_at)
      SELECT '${community}', session_id, 'D901', now(), now() + interval '2 hours' FROM device`);
  const { body } = await dataOf('/people/D901', 'S001').expect(200);
  expect(body).toMatchObject({
    code: 'D901',
    name: '长孙无',
    phone: '199-0000-0901',
    limits: '腰伤',
    skills: ['护士'],
    roles: [{ role: 'member' }],
    shifts: [{ compound: 'LT', gate: '南门', label: '门房手机' }],
  });
  expect(body.endedAt).toMatch(/^\d{4}-/);
});

test('it is counted, kept and recorded as a reveal is, and no key keeps it', async () => {
  for (const _ of [1, 2]) await dataOf('/people/S001', 'S003').expect(200);
  const { items } = (await as('S001').get('/reveals?by=S003')).body;
  expect(items).toMatchObject([
    { kind: 'person', subject: 'S001', reason: '本人要求' },
    { kind: 'person', subject: 'S001', reason: '本人要求' },
  ]);
  const households = (await as('S001').get('/households')).body.items as { id: string }[];
  const statuses = [];
  for (const { id } of households.slice(0, 3)) statuses.push((await dataOf(`/households/${id}`, 'S003')).status);
  expect(statuses).toEqual([200, 200, 403]);
  expect(await service.rows(community, `SELECT FROM idempotency_keys WHERE operation LIKE 'export%'`)).toEqual([]);
});

test.each([
  ['/households/0193a1b2-0000-7000-8000-000000000001', 404, 'household-not-found'],
  ['/people/X999', 404, 'person-not-found'],
])('%s: %d %s, and it counts for nothing', async (path, status, code) => {
  const answer = await dataOf(path, 'S004');
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect((await as('S001').get('/reveals?by=S004')).body.items).toEqual([]);
});

test('nothing without a reason', async () => expect((await dataOf('/people/S001', 'S004', {})).status).toBe(400));
