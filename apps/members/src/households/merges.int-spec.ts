import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { changed, MembersService, village } from '../spec/members-service.js';

let service: MembersService;
let office: ReturnType<MembersService['as']>;
beforeAll(async () => {
  service = await MembersService.open();
  office = service.as('village');
  await office.commit('organisation', village);
});
afterAll(() => service.close());

interface Found {
  readonly id: string;
  readonly provisional: boolean;
}
const found = async (wanted: object): Promise<Found[]> =>
  (await office.send('post', '/households/find', wanted).unset('Idempotency-Key').expect(200)).body.items;
const inRoom = (room: string, compound = 'LT') => found({ compound, room });
const idOf = async (room: string, compound = 'LT'): Promise<string> => (await inRoom(room, compound))[0]?.id ?? '';
const add = async (room: string, more: object = {}, by = office): Promise<string> =>
  (await by.send('post', '/households', { compound: 'LT', room, ...more }).expect(201)).body.id;
const merge = (id: string, into: string, reason = '重复登记') => office.send('post', `/households/${id}/merge`, { into, reason });
const split = (id: string, body: object = { reason: '合租' }) => office.send('post', `/households/${id}/split`, body);
const confirm = (id: string) => office.send('post', `/households/${id}/confirm`, { reason: '上门看过' });
const show = async (id: string) => (await office.get(`/households/${id}`)).body;
const reveal = async (id: string) => (await office.send('post', `/households/${id}/reveal`, { reason: '核对' }).expect(200)).body;
const changesOf = async (id: string) => (await office.get(`/households/${id}/changes`)).body.items;
/** What other services read of households. */
const published = (ids: readonly string[]) =>
  service.rows<{ id: string; into: string | null }>(
    'village',
    `SELECT id, room, priority, fulfilment, masked_name AS "maskedName", merged_into AS into FROM members.published_households_v2
     WHERE id = ANY($1) ORDER BY room, masked_name`,
    [ids],
  );

describe('a household that is merged', () => {
  test('ends and means the other one from now on, with who said it, when and why', async () => {
    const [first, second] = [await idOf('3-1-501'), await add('3-1-501', { name: '钱二', phone: '199-0000-0020' })];
    expect((await merge(second, first)).body).toMatchObject({ merged: second, into: { id: first, maskedName: '张**' } });
    expect((await inRoom('3-1-501')).map(({ id }) => id)).toEqual([first]);
    expect(await published([first, second])).toEqual([
      expect.objectContaining({ id: first, into: null, maskedName: '张**' }),
      expect.objectContaining({ id: second, into: first, room: '501', maskedName: '钱**' }),
    ]);
    for (const id of [first, second])
      expect(await changesOf(id)).toEqual([
        { change: 'merged', household: second, other: first, reason: '重复登记', enteredBy: 'S001', at: expect.any(String) },
      ]);
    const shown = await show(second);
    expect(shown).toEqual(await show(first));
    expect(shown).toMatchObject({ id: first, maskedPhone: '199****0001', otherMaskedPhones: ['199****0020'] });
    expect(await reveal(second)).toMatchObject({ id: first, phone: '199-0000-0001', otherPhones: ['199-0000-0020'] });
    expect((await found({ phone: '199-0000-0020' })).map(({ id }) => id)).toEqual([first]);
    const change = await office.send('patch', `/households/${second}`, { flags: [] });
    expect(change.body).toMatchObject({ code: 'household-merged', details: { into: first } });
    const traces = await service.rows('village', `SELECT action, details FROM audit_entries WHERE action = 'mergeHousehold'`);
    expect(traces).toEqual([{ action: 'mergeHousehold', details: { other: first } }]);
  });

  test('leaves what was known of it: its needs, how it gets its portions, a telephone that the other had not', async () => {
    const first = await add('3-1-601', { name: '赵一' });
    const second = await add('3-1-601', { name: '赵二', phone: '199-0000-0021', flags: ['disabled'] });
    await office.send('patch', `/households/${second}`, { fulfilment: 'left-at-door' });
    await merge(second, first);
    expect(await show(first)).toMatchObject({ priority: true, fulfilment: 'left-at-door' });
    expect(await reveal(first)).toMatchObject({ flags: ['disabled'], phone: '199-0000-0021', otherPhones: [], name: '赵一' });
    expect(await published([second])).toMatchObject([{ priority: true, fulfilment: 'left-at-door', into: first }]);
  });

  test('goes on being delivered to, whatever had been chosen for the one that it is now', async () => {
    const first = await add('3-1-701', { name: '赵一' });
    await office.send('patch', `/households/${first}`, { fulfilment: 'pick-up' });
    const second = await add('3-1-701', { name: '赵二', flags: ['isolated'] });
    await merge(second, first);
    expect(await published([first])).toMatchObject([{ fulfilment: 'left-at-door' }]);
    expect(await show(first)).toMatchObject({ fulfilmentChosen: false });
  });

  test('is still known under its id when a later list has ended the one that it is now', async () => {
    const first = await idOf('7-12', 'CZ');
    const { body } = await office.send('post', '/households', { compound: 'CZ', room: '7-12', name: '褚' });
    await merge(body.id, first);
    const without = village.map((file) =>
      file.name === 'households.csv' ? { ...file, content: file.content.replace('CZ,7,,12,陈禾,199-0000-0004,,\r\n', '') } : file,
    );
    expect((await office.commit('organisation', without)).body.gone).toBe(1);
    expect(await published([first, body.id])).toMatchObject([{ id: body.id, into: first }]);
  });

  test('shows why to those alone who may change households, and that it was read is recorded', async () => {
    const guarded = village.map((file) =>
      file.name === 'roles.csv' ? { ...file, content: `${file.content}G001,卫启,199-0000-9002,卡口负责人,蓝天花园南门\r\n` } : file,
    );
    const [here, atGate] = [
      service.as('guarded'),
      service.as('guarded', 'G001', [{ role: 'gate-captain', scope: { compound: 'LT', gate: '南门' } }]),
    ];
    await here.commit('organisation', guarded).expect(200);
    const [first, second] = [await add('3-1-801', {}, here), await add('3-1-801', {}, here)];
    await here.send('post', `/households/${second}/merge`, { into: first, reason: '与李芮是一家' }).expect(200);
    const read = async (who: typeof here) => (await who.get(`/households/${second}/changes`)).body.items;
    expect(await read(atGate)).toMatchObject([{ change: 'merged', other: first, reason: null, enteredBy: 'S001' }]);
    expect(await read(here)).toMatchObject([{ reason: '与李芮是一家' }]);
    const traces = `SELECT actor FROM audit_entries WHERE action = 'listHouseholdChanges' AND subject_id = $1 ORDER BY 1`;
    expect(await service.rows('guarded', traces, [second])).toEqual([{ actor: 'G001' }, { actor: 'S001' }]);
  });

  test('after one that was merged into it is the last of a chain', async () => {
    const first = await idOf('3-2-501');
    const [second, third] = [await add('3-2-501', { name: '孙' }), await add('3-2-501', { name: '周' })];
    await merge(third, second);
    await merge(second, first);
    expect((await published([second, third])).map(({ into }) => into)).toEqual([first, first]);
  });

  test('again into the same one, also under another key, changes nothing; into another one is refused', async () => {
    const first = await add('12-1-602');
    const [second, third] = [await add('12-1-602'), await add('12-1-602')];
    const answers = await Promise.all(Array.from({ length: 5 }, () => merge(second, first)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await changesOf(second)).toHaveLength(1);
    expect((await merge(second, third)).body).toMatchObject({ code: 'household-merged', details: { into: first } });
    expect((await merge(third, second)).body).toMatchObject({ code: 'household-merged', details: { into: first } });
  });

  test('crosswise at once with its other one ends one of them, never both', async () => {
    await add('12-1-603');
    const [second, third] = [await add('12-1-603'), await add('12-1-603')];
    const answers = await Promise.all([merge(second, third), merge(third, second)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await inRoom('12-1-603')).toHaveLength(2);
  });

  test('is not brought back by an import, and the first of its room, which lists write, cannot be merged away', async () => {
    const [first, second] = [await idOf('12-1-501'), await add('12-1-501', { name: '吴' })];
    expect((await merge(first, second)).body).toMatchObject({ code: 'first-household-stays', details: { merge: second, into: first } });
    await merge(second, first);
    const households = changed('households.csv', (content) => content.replace('王舟', '王洲'));
    await office.commit('households', households).expect(200);
    expect((await inRoom('12-1-501')).map(({ id }) => id)).toEqual([first]);
  });

  test.each([
    ['into itself', '3-1-501', '3-1-501', 422, 'merged-into-itself'],
    ['across rooms', '3-1-501', '3-2-501', 422, 'other-room'],
  ])('%s is refused, and nothing changes', async (_, room, other, status, code) => {
    const [id, into] = [await idOf(room), await idOf(other)];
    const before = await published([id, into]);
    const answer = await merge(id, into);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await published([id, into])).toEqual(before);
  });

  test('that nobody has, or without a reason, is refused', async () => {
    const nobody = '0193a1b2-0000-7000-8000-00000000dead';
    const id = await idOf('3-1-501');
    for (const answer of [await merge(nobody, id), await merge(id, nobody), await split(nobody), await confirm(nobody)])
      expect([answer.status, answer.body.code]).toEqual([404, 'household-not-found']);
    expect((await office.get(`/households/${nobody}/changes`)).status).toBe(404);
    for (const path of ['merge', 'split']) expect((await office.send('post', `/households/${id}/${path}`, { into: id })).status).toBe(400);
  });
});

describe('a household that is split', () => {
  test('stays, and the new one is in its room, provisional until it is confirmed', async () => {
    const old = await idOf('3-1-501');
    const { status, headers, body } = await split(old, { name: '钱二', flags: ['pregnant'], reason: '分开开伙' });
    expect([status, headers['location']]).toEqual([201, `/api/households/${body.id}`]);
    expect(body).toMatchObject({ building: '3', unit: '1', room: '501', maskedName: '钱**', provisional: true, priority: true });
    expect((await inRoom('3-1-501')).map(({ id }) => id)).toEqual([old, body.id]);
    expect(await changesOf(body.id)).toMatchObject([{ change: 'split', household: body.id, other: old, reason: '分开开伙' }]);
    expect((await confirm(body.id)).body).toMatchObject({ id: body.id, provisional: false });
    expect((await confirm(body.id)).status).toBe(200);
    expect((await changesOf(body.id)).map(({ change }: { change: string }) => change)).toEqual(['split', 'confirmed']);
  });

  test('and was split wrongly is one again by a merge', async () => {
    const old = await idOf('3-2-501');
    const { body } = await split(old);
    await merge(body.id, old, '其实是一家');
    expect((await inRoom('3-2-501')).map(({ id }) => id)).toEqual([old]);
    for (const answer of [await split(body.id), await confirm(body.id)]) expect(answer.body.code).toBe('household-merged');
  });
});

test('a household that a person has confirmed is not ended by a list without it', async () => {
  const id = await add('12-1-701', { name: '郑' });
  await confirm(id);
  expect((await office.commit('organisation', village)).body.gone).toBe(0);
  expect(await inRoom('12-1-701')).toMatchObject([{ id, provisional: false }]);
});
