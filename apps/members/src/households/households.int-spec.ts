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

const list = async (query: Record<string, string | number>) => (await office.get('/households').query(query)).body;
const look = (wanted: Record<string, unknown>) => office.send('post', '/households/find', wanted).unset('Idempotency-Key');
const find = async (wanted: Record<string, unknown>) => (await look(wanted).expect(200)).body;
const idOf = async (room: string, compound = 'LT'): Promise<string> => (await find({ compound, room })).items[0].id;

const reveal = async (id: string) => (await office.send('post', `/households/${id}/reveal`, { reason: '核对' }).expect(200)).body;

describe('households', () => {
  test.each(['3栋2单元501', '3-2-501', '3#2-501', '３栋２单元５０１', '3号楼2门501室', '3幢2单元501房', '三栋二单元五零一', '03/2/501'])(
    'are found by %s',
    async (room) => {
      const { items, next } = await find({ compound: 'LT', room });
      expect(next).toBeNull();
      expect(items).toEqual([
        expect.objectContaining({ building: '3', unit: '2', room: '501', maskedName: '李**', priority: true, fulfilment: 'to-door' }),
      ]);
    },
  );

  test('are found in a village without units, in every unit where it is left out, and by the name of the compound', async () => {
    expect((await find({ compound: '陈庄', room: '7栋12' })).items).toMatchObject([{ compound: 'CZ', unit: null, room: '12' }]);
    expect((await find({ compound: 'LT', room: '3-501' })).items).toMatchObject([{ unit: '1' }, { unit: '2' }]);
    expect((await find({ room: '7-12' })).items).toMatchObject([{ compound: 'CZ' }]);
    expect((await find({ compound: 'LT', room: '3-2-999' })).items).toEqual([]);
  });

  test('are not guessed from half a room: the answer says what is missing', async () => {
    const { status, body } = await look({ compound: 'LT', room: '501' }).set('Accept-Language', 'en');
    expect([status, body.code]).toEqual([422, 'unreadable-room']);
    expect(body.detail).toContain('The building is missing');
  });

  test('come in the order of their rooms, page by page, each once', async () => {
    const rooms: string[] = [];
    let after: string | null = '';
    while (after !== null) {
      const page = await list({ limit: 1, ...(after ? { after } : {}) });
      rooms.push(...page.items.map((item: { compound: string; building: string }) => `${item.compound} ${item.building}`));
      after = page.next;
    }
    expect(rooms).toEqual(['CZ 7', 'LT 3', 'LT 3', 'LT 12']);
    expect((await office.get('/households?after=nonsense')).status).toBe(400);
    expect((await office.get('/households?limit=0')).status).toBe(400);
    expect((await office.get('/households?size=3')).status).toBe(400);
  });

  test('do not end at a cursor of a household that is not there', async () => {
    const nobody = Buffer.from(JSON.stringify([crypto.randomUUID()])).toString('base64url');
    const answers = [await office.get(`/households?after=${nobody}`), await look({ room: '3-501', after: nobody })];
    for (const { body } of answers) expect(body).toMatchObject({ status: 400, code: 'malformed', errors: [{ path: 'after' }] });
  });

  test('of a room of several come page by page too', async () => {
    const { items, next } = await find({ compound: 'LT', room: '3-501', limit: 1 });
    const rest = await find({ compound: 'LT', room: '3-501', limit: 1, after: next });
    expect([...items, ...rest.items]).toMatchObject([{ unit: '1' }, { unit: '2' }]);
    expect(rest.next).toBeNull();
  });

  test('never show a room in an address: no parameter takes one, no cursor holds one', async () => {
    expect((await office.get('/households').query({ room: '3-2-501' })).body).toMatchObject({ status: 400, code: 'malformed' });
    const { items, next } = await list({ limit: 1 });
    expect(JSON.parse(Buffer.from(next, 'base64url').toString())).toEqual([items[0].id]);
  });

  test.each([
    {},
    { compound: 'LT' },
    { room: 7 },
    { room: '3-2-501', size: 3 },
    { room: '3-2-501', after: 'nonsense' },
    { room: '3-2-501', limit: true },
    { room: '3-2-501', limit: '1' },
    { phone: '0002' },
    { phone: '199-0000-0002', room: 7 },
  ])('are not looked for by %j', async (wanted) => expect((await look(wanted)).status).toBe(400));

  test('are found by a telephone, however it is written, and by a whole one only', async () => {
    for (const phone of ['199-0000-0002', '19900000002', '+86 199 0000 0002'])
      expect((await find({ phone })).items).toMatchObject([{ building: '3', unit: '2', room: '501' }]);
    expect((await find({ phone: '199-0000-0003', compound: 'CZ' })).items).toEqual([]);
    expect((await find({ phone: '199-0000-0999' })).items).toEqual([]);
  });

  test('show their names, telephones and flags to nobody, in no list and not one by one', async () => {
    expect(JSON.stringify(await list({ compound: 'LT' }))).not.toMatch(/张叶|李芮|199-?0000/);
    const { body } = await office.get(`/households/${await idOf('3-2-501')}`);
    expect(body).toMatchObject({ maskedName: '李**', maskedPhone: '199****0002', otherMaskedPhones: [], hasRemark: false, priority: true });
    expect(JSON.stringify(body)).not.toMatch(/李芮|199-?0000|elderly/);
    const none = await office.get('/households/0193a1b2-0000-7000-8000-000000000001');
    expect([none.status, none.body.code]).toEqual([404, 'household-not-found']);
    expect((await office.get('/households/nobody')).status).toBe(400);
  });

  test('keep what a person has set through an import, until it is given back', async () => {
    const id = await idOf('12-1-501');
    const set = await office.send('patch', `/households/${id}`, { fulfilment: 'to-door', flags: ['pregnant', 'pregnant'] });
    expect(set.body).toMatchObject({
      fulfilment: 'to-door',
      priority: true,
      fulfilmentChosen: true,
      flagsChosen: true,
    });
    await office.commit(
      'households',
      changed('households.csv', (content) => content.replace('王舟', '王洲').replace(/,是\r\n$|,,是/m, ',,')),
    );
    expect((await office.get(`/households/${id}`)).body).toMatchObject({ fulfilment: 'to-door', priority: true });
    expect(await reveal(id)).toMatchObject({ name: '王洲', flags: ['pregnant'] });
    await office.commit('organisation', village);
    const back = await office.send('patch', `/households/${id}`, { fulfilment: null, flags: null });
    expect(back.body).toMatchObject({ fulfilment: 'left-at-door', fulfilmentChosen: false, flagsChosen: false });
    expect(await reveal(id)).toMatchObject({ flags: ['isolated'] });
    for (const body of [{}, { fulfilment: 'by-drone' }, { flags: ['rich'] }])
      expect((await office.send('patch', `/households/${id}`, body)).status).toBe(400);
  });
});

describe('a household that no list has', () => {
  const add = (body: object, key?: string) => office.send('post', '/households', body, key);

  test('is provisional, and becomes the one of the list when there is one', async () => {
    const { status, headers, body } = await add({ compound: 'LT', room: '12栋601', name: '赵一', flags: ['disabled'] });
    expect([status, headers['location']]).toEqual([201, `/api/households/${body.id}`]);
    expect(body).toMatchObject({ unit: '1', room: '601', provisional: true, maskedName: '赵**', fulfilment: 'to-door' });
    expect(
      (
        await office.commit(
          'households',
          village.filter(({ name }) => name === 'households.csv'),
        )
      ).body,
    ).toMatchObject({ gone: 0, new: 0 });
    const listed = changed('households.csv', (content) => `${content}LT,12,1,601,赵一,199-0000-0009,,\r\n`);
    await office.commit('households', listed);
    const { items } = await find({ compound: 'LT', room: '12-1-601' });
    expect(items).toEqual([expect.objectContaining({ id: body.id, provisional: false, fulfilment: 'to-door' })]);
  });

  test('may share a room with others: all of them are found, and an import ends none', async () => {
    const answers = await Promise.all(['钱', '孙', '周'].map((name) => add({ compound: 'CZ', room: '7栋12', name })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    await office.commit('organisation', village);
    const { items } = await find({ compound: 'CZ', room: '7-12' });
    expect(items.map((item: { provisional: boolean }) => item.provisional)).toEqual([false, true, true, true]);
    expect(new Set(items.map((item: { id: string }) => item.id)).size).toBe(4);
  });

  test('added twenty times at once under one key is one household', async () => {
    const body = { compound: 'LT', room: '3-1-602', name: '吴' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => add(body, 'add-household-1')));
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.body.id}`)).size).toBe(1);
    expect((await find({ compound: 'LT', room: '3-1-602' })).items).toHaveLength(1);
    expect((await add({ ...body, name: '郑' }, 'add-household-1')).body.code).toBe('idempotency-key-reused');
  });

  test.each([
    [{ compound: 'XX', room: '3-1-501' }, 404, 'unknown-compound'],
    [{ compound: 'LT', room: '99-1-501' }, 422, 'unknown-building'],
    [{ compound: 'LT', room: '3-501' }, 422, 'unknown-unit'],
    [{ compound: 'LT', room: '3-9-501' }, 422, 'unknown-unit'],
    [{ compound: 'CZ', room: '7-1-12' }, 422, 'unknown-unit'],
    [{ compound: 'LT', room: '隔壁' }, 422, 'unreadable-room'],
    [{ compound: 'LT', room: '3-1-501', phone: 'call me' }, 400, 'malformed'],
    [{ compound: 'LT', room: '3-1-501', name: 'a\0b' }, 400, 'malformed'],
    [{ compound: 'LT' }, 400, 'malformed'],
  ])('%j is refused with %d %s', async (body, status, code) => {
    const answer = await add(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });
});
