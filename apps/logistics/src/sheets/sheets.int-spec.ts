import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Gate, type GateOrder } from '../../spec/gate.js';

let gate: Gate;
let run: string;
let south: string;
let north: string;
let orders: readonly GateOrder[];
beforeAll(async () => {
  gate = await Gate.open();
  run = await gate.run();
  south = await gate.point(run, { SC01: 100, JD01: 100 });
  north = await gate.point(run, { SC01: 100 }, 'closed', '北门花坛');
  orders = [
    await gate.order(run, { point: south, building: '10', unit: '1', room: '101', lines: { SC01: 2, JD01: 1 } }),
    await gate.order(run, { point: south, building: '2', unit: '2', room: '501', maskedName: '<b>李' }),
    await gate.order(run, { point: south, building: '2', unit: '1', room: '1001' }),
    await gate.order(run, { point: south, building: '2', unit: '1', room: '201', fulfilment: 'left-at-door' }),
    await gate.order(run, { point: north, building: '3', unit: null, room: '7' }),
  ];
  await gate.post('pickups', { scanId: `scan-${randomUUID()}`, run, pointId: south, by: { code: orders[2]?.code } }).expect(200);
});
afterAll(() => gate.close());

describe('a sheet', () => {
  test('is a page for the printer that names bundles, escapes names and keeps its page codes when printed again', async () => {
    const { text, headers } = await gate.get(`supply-runs/${run}/sheets/pickup`).expect(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['cache-control']).toBe('no-store');
    expect(text).toContain('蔬菜包×2');
    expect(text).toContain('&lt;b&gt;李');
    expect(text).not.toContain('放门口');
    const codes = (page: string) => page.match(/页码 [A-Z0-9]{8}/g);
    expect(codes(text)).toHaveLength(3);
    expect(codes((await gate.get(`supply-runs/${run}/sheets/pickup?format=html`).expect(200)).text)).toEqual(codes(text));
  });

  test('is a table for a spreadsheet, by building, unit and room', async () => {
    const { text, headers } = await gate.get(`supply-runs/${run}/sheets/pickup?format=csv&point=${south}`).expect(200);
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const doors = text
      .split('\r\n')
      .slice(1, -2)
      .map((line) => line.split(',').slice(3, 6).join('-'));
    expect(doors).toEqual(['2-1-1001', '2-2-501', '10-1-101']);
    expect(text).toMatch(/^\uFEFF勾选/);
  });

  test('says who took it and when: on it, and in the name of its file', async () => {
    const { text: page } = await gate.get(`supply-runs/${run}/sheets/to-door`).expect(200);
    expect(page).toMatch(/打印于 \d{4}-\d{2}-\d{2} \d{2}:\d{2} · D001/);
    const { text, headers } = await gate.get(`supply-runs/${run}/sheets/pickup?format=csv`).expect(200);
    expect(text).toMatch(/\r\n导出人,D001,导出时间,\d{4}-\d{2}-\d{2} \d{2}:\d{2}\r\n$/);
    expect(headers['content-disposition']).toMatch(/filename\*=UTF-8''pickup-2026-11-25-v\d+_\d{8}-\d{4}_D001\.csv$/);
  });

  test('to the door lists those who are brought their portions, and how', async () => {
    const { text } = await gate.get(`supply-runs/${run}/sheets/to-door`).expect(200);
    expect(text).toContain('放门口');
    expect(text).toContain('1单元201');
    expect(text).not.toContain('1单元1001');
  });

  test('leaves a trace of who read it', async () => {
    await gate.get(`supply-runs/${run}/sheets/pickup`).expect(200);
    expect(
      await gate.rows(`SELECT FROM audit_entries WHERE action = 'readSheet' AND actor = 'D001' AND subject_id = $1`, [run]),
    ).not.toEqual([]);
  });

  test.each([
    ['sheets/nonsense', 400],
    ['sheets/pickup?format=pdf', 400],
  ])('%s is %d', (path, status) => gate.get(`supply-runs/${run}/${path}`).expect(status));
  test.each(['sheets/pickup', 'group-texts/unclaimed', 'group-texts/arrived', 'pickup-orders', 'conflicts'])(
    '%s of no run is 404',
    (path) => gate.get(`supply-runs/${randomUUID()}/${path}`).expect(404),
  );
});

test('the text for the group says who has not come, where and until when, without names', async () => {
  const { text, headers } = await gate.get(`supply-runs/${run}/group-texts/unclaimed`).expect(200);
  expect(headers['content-type']).toBe('text/plain; charset=utf-8');
  expect(text.split('\n')).toEqual([
    '【蓝天花园】2026-11-25 还有 3 户 5 份未取',
    '▍北门花坛（取货已结束）',
    '3栋7 1份',
    '▍南门岗亭',
    '2栋2单元501 1份',
    '10栋1单元101 3份',
    '请于 2026-11-25 20:00 前来取，不方便的邻居请在群里说一声，安排人送。',
    '取货已结束的，请联系社区处理。',
    '',
  ]);
});

describe('the list of orders', () => {
  const list = async (query: string) => (await gate.get(`supply-runs/${run}/pickup-orders?${query}`).expect(200)).body;
  const find = (wanted: object) => gate.post(`supply-runs/${run}/pickup-orders/find`, wanted);
  const rooms = ({ items }: { items: { building: string; room: string }[] }) => items.map(({ building, room }) => `${building}-${room}`);

  test('goes by building, unit and room, in pages that miss and repeat nothing', async () => {
    const seen: string[] = [];
    let after = '';
    do {
      const page = await list(`limit=2${after && `&after=${after}`}`);
      seen.push(...rooms(page));
      after = page.next ?? '';
    } while (after);
    expect(seen).toEqual(['2-201', '2-1001', '2-501', '3-7', '10-101']);
  });

  test('does not end at a cursor of an order that is not there', async () => {
    const nobody = Buffer.from(JSON.stringify([crypto.randomUUID()])).toString('base64url');
    const answers = [await gate.get(`supply-runs/${run}/pickup-orders?after=${nobody}`), await find({ room: '3-7', after: nobody })];
    for (const { body } of answers) expect(body).toMatchObject({ status: 400, code: 'malformed', errors: [{ path: 'after' }] });
  });

  test.each([
    ['state=ready', ['2-201', '2-501', '10-101']],
    ['state=handed-out', ['2-1001']],
    ['state=unclaimed', ['3-7']],
  ])('by %s', async (query, expected) => expect(rooms(await list(query))).toEqual(expected));

  test.each([
    [{ room: '2栋2单元501' }, ['2-501']],
    [{ room: '3-7' }, ['3-7']],
    [{ room: '9-9-9' }, []],
    [{ room: '2-1-201', state: 'ready' }, ['2-201']],
    [{ room: '2-1-201', state: 'handed-out' }, []],
    [{ room: '2-1-201', limit: 1 }, ['2-201']],
  ])('of a room by %j', async (wanted, expected) => expect(rooms((await find(wanted).expect(200)).body)).toEqual(expected));

  test('by point', async () => {
    expect(rooms(await list(`point=${north}`))).toEqual(['3-7']);
    expect(rooms((await find({ room: '3-7', point: south })).body)).toEqual([]);
  });

  test('says how, never why, and no name', async () => {
    const { items } = (await find({ room: '2-1-201' })).body;
    expect(items[0]).toMatchObject({
      fulfilment: 'left-at-door',
      maskedName: '张**',
      state: 'ready',
      lines: [{ bundle: 'SC01', portions: 1, handedOut: 0 }],
    });
    expect(Object.keys(items[0])).not.toContain('priority');
  });

  test.each(['room=2-1-201', 'after=nonsense', 'state=gone', 'limit=0'])('%s is refused with what to do', async (query) => {
    const { status, body } = await gate.get(`supply-runs/${run}/pickup-orders?${query}`);
    expect(status).toBe(400);
    expect(body.detail).toBeTruthy();
  });

  test.each([
    [{ room: '501' }, 422, 'unreadable-room'],
    [{}, 400, 'malformed'],
    [{ room: '3-7', after: 'nonsense' }, 400, 'malformed'],
    [{ room: '3-7', size: 1 }, 400, 'malformed'],
    [{ room: '3-7', limit: true }, 400, 'malformed'],
    [{ room: '3-7', limit: '1' }, 400, 'malformed'],
  ])('%j is not looked for', async (wanted, status, code) => {
    expect((await find(wanted)).body).toMatchObject({ status, code, detail: expect.any(String) });
  });
});
