import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { Person, type Problem } from '../src/api.js';
import { FormPage } from '../src/form-page.js';
import { GoodDay, householdAt } from '../src/good-day.js';
import type { PickupOrder } from '../src/shapes.js';

/** A household's page shows twenty runs, the nearest to come first: whatever other journeys have left is behind these. */
const soon = daysAhead(1);
const url = process.env['JIELONG_URL'] ?? '';
const office = new Person(url, 'sample/S001');
const captainOfLt = office.as('D001');

interface Home {
  readonly household: string;
  readonly link: string;
  readonly credential: string;
}
const homeAt = async (room: string): Promise<Home> => linked(await householdAt(office, 'YF', room));
const linked = async (household: string): Promise<Home> => {
  const { link } = await office.post<{ link: string }>(`/households/${household}/link`);
  return { household, link: atGateway(link), credential: new URL(link).searchParams.get('t') ?? '' };
};
/** Wherever links are said to lead, the page is here. */
const atGateway = (link: string): string => new URL(new URL(link).pathname + new URL(link).search, url).href;

interface Said {
  readonly status: number;
  readonly body: Partial<Problem> & Record<string, unknown>;
}
/** A request of whoever has nothing but a credential. */
const by = async (
  credential: string | undefined,
  method: string,
  path: string,
  body?: object,
  key: string = randomUUID(),
): Promise<Said> => {
  const answer = await fetch(new URL(`/api${path}`, url), {
    method,
    headers: {
      ...(credential === undefined ? {} : { Authorization: `Bearer ${credential}` }),
      ...(body ? { 'Content-Type': 'application/json', 'Idempotency-Key': key } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: answer.status, body: (await answer.json()) as Said['body'] };
};
const refusal = async (asked: Promise<Said>) => {
  const { status, body } = await asked;
  return [status, body.code];
};

let run: string;
let home: Home;
beforeAll(async () => {
  const day = await GoodDay.open(office, {
    ...{ compound: 'YF', gateCaptain: 'D010', serviceDate: soon, cutOffAt: new Date(Date.now() + 3_600_000).toISOString() },
    bundles: ['SC01', 'JD01'].map((code) => ({ code })),
  });
  run = day.runId;
  home = await homeAt('1-1-101');
}, 120_000);

describe('a household with nothing but a slip of paper', () => {
  test('orders by a page without script, which takes a remark as words and comes from no other site', async () => {
    const page = await FormPage.open(home.link);
    expect(page.status).toBe(200);
    const remark = '<script>alert(1)</script>"><img src=x onerror=alert(1)>';
    const filled = { answer: 'order', run, 'portions|SC01': '2', remark };
    expect((await page.send(filled, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    const done = await page.send(filled);
    expect(done.status).toBe(200);
    for (const shown of [done, await FormPage.open(home.link)]) {
      expect(shown.text).not.toMatch(/<script|<img|javascript:|\son\w+="|href=/i);
      expect(shown.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect(shown.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
      expect(shown.headers.get('referrer-policy')).toBe('no-referrer');
      expect(shown.headers.get('cache-control')).toBe('no-store');
    }
  });

  test('sees by the API what it ordered on the page, and what stands on neither list nor page of others', async () => {
    const { body } = await by(home.credential, 'GET', '/home/now');
    const runs = body['runs'] as { id: string; order: { id: string; lines: object[] } | null }[];
    expect(runs.find(({ id }) => id === run)?.order).toMatchObject({ lines: [{ bundle: 'SC01', portions: 2 }] });
    for (const path of [
      `/supply-runs/${run}`,
      `/supply-runs/${run}/goods`,
      `/supply-runs/${run}/orders`,
      '/supply-runs',
      '/compounds',
      '/me',
      '/trips',
    ])
      expect([path, (await by(home.credential, 'GET', path)).status]).toEqual([path, 403]);
  });

  test('reaches no order of a neighbour, by whatever it knows of it', async () => {
    const neighbour = await homeAt('1-1-102');
    const { body: theirs } = await by(neighbour.credential, 'POST', `/supply-runs/${run}/orders`, {
      forHousehold: neighbour.household,
      items: { SC01: 1 },
    });
    const order = String(theirs['id']);
    for (const id of [order, randomUUID()]) expect(await refusal(by(home.credential, 'GET', `/orders/${id}`))).toEqual([404, 'not-there']);
    expect(await refusal(by(home.credential, 'POST', `/orders/${order}/cancel`, {}))).toEqual([404, 'not-there']);
    const forThem = { forHousehold: neighbour.household, items: { JD01: 1 } };
    expect(await refusal(by(home.credential, 'POST', `/supply-runs/${run}/orders`, forThem))).toEqual([404, 'not-there']);
    expect((await by(neighbour.credential, 'GET', `/orders/${order}`)).body).toMatchObject({ state: 'open', items: { SC01: 1 } });
  });
});

describe('a slip that was lost', () => {
  test('opens nothing once it is revoked: neither the page, nor the API, nor what was sent by it before', async () => {
    const lost = await homeAt('1-1-201');
    const order = { forHousehold: lost.household, items: { SC01: 1 } };
    const key = randomUUID();
    const place = () => by(lost.credential, 'POST', `/supply-runs/${run}/orders`, order, key);
    const first = await place();
    expect((await place()).body).toEqual(first.body);
    await office.post(`/households/${lost.household}/link/revocation`);
    expect(await refusal(place())).toEqual([401, 'who-are-you']);
    expect((await FormPage.open(lost.link)).status).toBe(404);
    const again = await linked(lost.household);
    expect((await by(again.credential, 'GET', `/orders/${String(first.body['id'])}`)).status).toBe(200);
    expect((await FormPage.open(lost.link)).status).toBe(404);
  });

  test('is made anew by whoever covers the household and by nobody else, itself included', async () => {
    for (const path of ['link', 'link/revocation']) {
      const asked = captainOfLt.call<Partial<Problem>>('POST', `/households/${home.household}/${path}`, {});
      expect((await asked).body.code).toBe('not-there');
      expect(await refusal(by(home.credential, 'POST', `/households/${home.household}/${path}`, {}))).toEqual([404, 'not-there']);
    }
    expect((await FormPage.open(home.link)).status).toBe(200);
  });
});

test('the last digits of a telephone, which stand in the chain, prove nothing and find nobody', async () => {
  const tail = '0001';
  expect(await refusal(by(tail, 'GET', '/home/now'))).toEqual([401, 'who-are-you']);
  expect((await FormPage.open(`${url}/api/home?t=${tail}`)).status).toBe(404);
  const signingIn = { community: 'sample', person: `household:${home.household}`, secret: tail, keep: 'token' };
  expect([400, 401]).toContain((await by(undefined, 'POST', '/sessions', signingIn)).status);
  expect((await office.call('POST', '/households/find', { compound: 'YF', phone: tail })).status).toBe(400);
  const collecting = { scanId: randomUUID(), kind: 'ask', run, pointId: randomUUID(), by: { code: tail } };
  expect((await office.call('POST', '/pickups', collecting)).status).toBe(400);
});

test('everybody reads on the notice when and where, and nothing of who or how much', async () => {
  const notice = await FormPage.open(`${url}/api/notices/sample/YF`);
  expect(notice.status).toBe(200);
  for (const said of ['截单', '预计取货', '<svg class="qr"']) expect(notice.text).toContain(said);
  expect(notice.text).not.toMatch(/<script|<form|蔬菜包|\d+ ?份|\d+ ?户|\d栋|(?<![\w-])\d{1,2}-\d-\d{3,4}(?![\w-])/);
});

describe('a pickup code that somebody has photographed', () => {
  let day: GoodDay;
  let point: string;
  let orders: PickupOrder[];
  beforeAll(async () => {
    day = await GoodDay.locked(office, { serviceDate: soon });
    await day.purchase();
    await day.allocated();
    await day.load();
    point = (await day.handOver()).pickupPoints[0]?.id ?? '';
    orders = (await day.pickupOrders()).filter(({ fulfilment, state }) => fulfilment === 'pick-up' && state === 'ready');
  }, 180_000);
  const scan = (code: string) => ({ scanId: randomUUID(), kind: 'ask', run: day.runId, pointId: point, by: { code } });
  const orderAt = (at: number): PickupOrder => {
    const order = orders[at];
    if (!order) throw new Error('nobody is there to fetch');
    return order;
  };

  test('hands out nothing to whoever has nothing else, another household or the captain of another gate', async () => {
    const { code } = orderAt(0);
    expect(await refusal(by(undefined, 'POST', '/pickups', scan(code)))).toEqual([401, 'who-are-you']);
    expect(await refusal(by(home.credential, 'POST', '/pickups', scan(code)))).toEqual([403, 'not-yours']);
    expect((await captainOfLt.call<Partial<Problem>>('POST', '/pickups', scan(code))).body.code).toBe('not-yours');
    expect((await day.goods()).pickupPoints[0]).toMatchObject({ handedOut: 0 });
  });

  test('hands out at its own gate, once: who comes second is told when, and by whom', async () => {
    const { code } = orderAt(0);
    expect((await day.gateCaptain.call('POST', '/pickups', scan(code))).status).toBe(200);
    const { status, body } = await day.gateCaptain.call<Problem>('POST', '/pickups', scan(code));
    expect([status, body.code]).toEqual([409, 'already-handed-out']);
    expect(body.detail).toContain(day.gateCaptain.code);
    expect(body.details).toMatchObject({ handedOut: [{ by: day.gateCaptain.code, at: expect.any(String) }] });
  });

  test('is replaced: the household sees the new one on its page, and the old one is good for nothing', async () => {
    const order = orderAt(1);
    const { forHousehold } = await office.get<{ forHousehold: string }>(`/orders/${order.orderId}`);
    const theirs = await linked(forHousehold);
    expect((await FormPage.open(theirs.link)).text).toContain(order.code);
    expect((await captainOfLt.call<Partial<Problem>>('POST', `/pickup-orders/${order.orderId}/code`, {})).body.code).toBe('not-there');
    const { code } = await day.gateCaptain.post<{ code: string }>(`/pickup-orders/${order.orderId}/code`);
    const { text } = await FormPage.open(theirs.link);
    expect([text.includes(code), text.includes(order.code)]).toEqual([true, false]);
    expect((await day.gateCaptain.call<Problem>('POST', '/pickups', scan(order.code))).body.code).toBe('unknown-code');
    expect((await day.gateCaptain.call('POST', '/pickups', scan(code))).status).toBe(200);
  });
});
