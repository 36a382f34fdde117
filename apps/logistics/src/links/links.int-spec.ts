import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LinkDay, links } from '../../spec/link-day.js';

let they: LinkDay;
beforeAll(async () => void (they = await LinkDay.open()), 120_000);
afterAll(() => they.close(), 30_000);

describe('a captain who has nothing but the link', () => {
  test('sees what is asked for, as often as it is opened, and nothing is used up', async () => {
    const one = await they.bus();
    const { link } = await they.linkFor(one);
    const [first, second] = [await they.look(link).expect(200), await they.look(link).expect(200)];
    expect(first.text).toBe(second.text);
    for (const said of ['队长登记装车', '蓝天花园', '门0 自提点0', '大巴甲', '蔬菜包', '10 份', 'D018', '与预计一致', '有出入'])
      expect(first.text).toContain(said);
    expect(first.text).not.toMatch(/<script|javascript:|\son\w+=|src=|href=/i);
    expect(first.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(first.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(first.headers['content-security-policy']).not.toContain('unsafe');
    expect(await they.reportsOf(one)).toEqual([]);
  });

  test('says "as expected" by one button; pressed again it is the same report', async () => {
    const one = await they.bus();
    const { id, link } = await they.linkFor(one);
    const pressed = await they.press(link, { answer: 'as-expected', departed: 'yes' }).expect(200);
    expect(pressed.text).toContain('已经登记好了');
    const again = await they.press(link, { answer: 'as-expected', departed: 'yes' }).expect(200);
    expect(again.text).toBe(pressed.text);
    expect((await they.look(link).expect(200)).text).toBe(pressed.text);
    const [report, ...others] = await they.reportsOf(one);
    expect(others).toEqual([]);
    expect(report).toMatchObject({ report_id: `link:${id}`, entered_by: 'D018', done_by: 'D018', channel: 'link' });
    expect(await one.day.held()).toMatchObject({ bus: 10 });
    const [{ usedAt }] = (await they.call('get', `${links}?process=${one.process}`).expect(200)).body.items;
    expect(usedAt).not.toBeNull();
  });

  test('pressed twice at once, it is one report', async () => {
    const one = await they.bus();
    const { link } = await they.linkFor(one);
    const answers = await Promise.all([they.press(link), they.press(link)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await they.reportsOf(one)).toHaveLength(1);
  });

  test('says what differs; what is said otherwise afterwards is refused, and what was reported is shown', async () => {
    const one = await they.bus();
    const { link } = await they.linkFor(one);
    const count = `portions|${one.day.run}|SC01`;
    const evil = '<script>alert(1)</script>';
    const form = { answer: 'differs', [count]: '８', reason: evil };
    const pressed = await they.press(link, form).expect(200);
    expect(pressed.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(pressed.text).not.toContain('<script');
    expect(pressed.text).toContain('蔬菜包：实际装车');
    expect(await one.day.held()).toMatchObject({ bus: 8 });
    expect((await they.press(link, form).expect(200)).text).toBe(pressed.text);
    const other = await they.press(link, { ...form, [count]: '9' }).expect(422);
    expect(other.text).toContain('已经登记好了');
    expect(other.text).toContain('role="alert"');
    expect(await one.day.held()).toMatchObject({ bus: 8 });
  });

  test.each([
    ['nothing that differs', undefined, 422, '没有写哪样有出入'],
    ['a word for a number', '八份', 422, '不是份数'],
    ['more than there is', '11', 409, 'role="alert"'],
  ])('is told what is wrong where the form says %s, and may press again', async (_what, count, status, said) => {
    const one = await they.bus();
    const { link } = await they.linkFor(one);
    const form = { answer: 'differs', ...(count === undefined ? {} : { [`portions|${one.day.run}|SC01`]: count }) };
    const wrong = await they.press(link, form).expect(status);
    expect(wrong.text).toContain(said);
    expect(wrong.text).toContain('与预计一致');
    if (count !== undefined) expect(wrong.text).toContain(`value="${count}"`);
    await they.press(link).expect(200);
    expect(await they.reportsOf(one)).toHaveLength(1);
  });

  test('what others have named is text on the page', async () => {
    const one = await they.bus('"><img src=x onerror=alert(1)>');
    const { text } = await they.look((await they.linkFor(one)).link).expect(200);
    expect(text).toContain('&quot;&gt;&lt;img src=x');
    expect(text).not.toContain('<img');
  });
});

test('a gate captain says at the stop what is damaged, and later that pickup is over', async () => {
  const one = await they.bus();
  await they.press((await they.linkFor(one)).link, { answer: 'as-expected', departed: 'yes' }).expect(200);
  await they.isAsked(one.process, 'confirmHandoff');
  const { link } = await they.linkFor(one, 'confirmHandoff', 'D001');
  const asked = await they.look(link).expect(200);
  for (const said of ['卡口登记交接', '谁交出', '怎么点数', '10 份']) expect(asked.text).toContain(said);
  const parties = { handedOverBy: 'driver', receivedBy: 'me', counted: 'both' };
  await they.press(link, { answer: 'differs', ...parties, [`damaged|${one.day.run}|SC01`]: '1' }).expect(200);
  const [, handoff] = await they.reportsOf(one);
  expect(handoff?.body).toMatchObject({
    at: one.stop,
    handedOverBy: { role: 'driver' },
    receivedBy: { person: 'D001' },
    counted: 'both',
    lines: [{ run: one.day.run, bundle: 'SC01', damaged: 1 }],
  });
  expect(await one.day.held()).toMatchObject({ damaged: 1, 'pickup-point': 9 });

  const [point] = one.day.points;
  const process = `supply-run:${one.day.run}`;
  await they.house.rows(
    `INSERT INTO pending_steps (process_id, step, at, role, place, due_at) VALUES ($1, 'closePickup', $2, 'gate-captain', $2, now())`,
    [process, point],
  );
  const closing = await they.call('post', links, { process, step: 'closePickup', person: 'D001' }).expect(201);
  const page = await they.look(closing.body.link).expect(200);
  expect(page.text).toContain('卡口结束取货');
  expect(page.text).toContain('9 份');
  expect(page.text).not.toContain('有出入');
});
