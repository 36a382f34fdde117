import { beforeAll, describe, expect, test } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { Person, type Problem } from '../src/api.js';
import { FormPage } from '../src/form-page.js';
import { codes, GoodDay } from '../src/good-day.js';
import type { Goods } from '../src/shapes.js';

const url = process.env['JIELONG_URL'] ?? '';
const office = new Person(url, 'sample/S001');
let day: GoodDay;
beforeAll(async () => void (day = await GoodDay.locked(office, { serviceDate: daysAhead(3) })), 120_000);

const credentialIn = (link: string): string => new URL(link).searchParams.get('t') ?? '';
const made = 'steps/logistics/links';
const nothingRuns = (page: FormPage): void => {
  expect(page.text).not.toMatch(/<script|javascript:|\son\w+=|src=|href=/i);
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
};

describe('a day that is reported by links', () => {
  test('the purchaser says what the supplier had', async () => {
    const [purchase] = (await day.show()).purchases;
    const link = await day.link(`purchase:${purchase?.id ?? ''}`, 'confirmPurchase', codes.purchaser);
    const page = await FormPage.open(link);
    nothingRuns(page);
    const without = await page.press({ answer: 'as-expected' });
    expect([without.status, without.text.includes('请填小票号')]).toEqual([422, true]);
    const done = await without.press({ answer: 'as-expected', receipt: 'No. 88' });
    expect([done.status, done.text.includes('已经登记好了')]).toEqual([200, true]);
    await day.allocated();
  }, 120_000);

  test('the captain opens the link twice, presses twice, and has reported once', async () => {
    const [trip] = (await day.goods()).trips;
    const process = `trip:${trip?.id ?? ''}`;
    const [revoked, link] = [
      await day.link(process, 'confirmLoading', codes.teamCaptain),
      await day.link(process, 'confirmLoading', codes.teamCaptain),
    ];
    const { items } = await office.get<{ items: { id: string; usedAt: string | null }[] }>(`/${made}?process=${process}`);
    await office.post(`/${made}/revocation`, { process, link: items[0]?.id });
    expect((await FormPage.open(revoked)).status).toBe(410);

    await FormPage.open(link);
    const page = await FormPage.open(link);
    nothingRuns(page);
    for (const personal of [/199-\d{4}-\d{4}/, /(?<![\w-])\d{1,2}-\d-\d{3,4}(?![\w-])/]) expect(page.text).not.toMatch(personal); // ids hold digits too
    const form = { answer: 'as-expected', departed: 'yes' };
    const done = await page.press(form);
    expect([done.status, done.text.includes('已经登记好了')]).toEqual([200, true]);
    expect((await page.press(form)).text).toBe(done.text);
    expect((await FormPage.open(link)).text).toBe(done.text);
    const other = await page.press({ answer: 'differs', reason: '<b>另一句</b>' });
    expect(other.status).toBe(422);
    expect(other.text).not.toContain('<b>另一句');
    const used = await office.get<{ items: { usedAt: string | null }[] }>(`/${made}?process=${process}`);
    expect(used.items.map(({ usedAt }) => usedAt !== null)).toEqual([false, true]);
  }, 120_000);

  test('the gate captain says what is damaged, by whom it was counted, and why', async () => {
    const [trip] = (await day.goods()).trips;
    const link = await day.link(`trip:${trip?.id ?? ''}`, 'confirmHandoff', day.gateCaptain.code);
    const page = await FormPage.open(link);
    const [, count = ''] = /name="(damaged\|[^"]+)"/.exec(page.text) ?? [];
    const said = { answer: 'differs', counted: 'both', [count]: '1', reason: '<script>alert("掉了一包")</script>' };
    const done = await page.press(said);
    expect(done.status).toBe(200);
    nothingRuns(done);
    expect(done.text).toContain('&lt;script&gt;alert(&quot;掉了一包&quot;)&lt;/script&gt;');
    const { balances } = await day.custody();
    expect(balances.filter(({ place }) => place.kind === 'damaged').map(({ portions }) => portions)).toEqual([1]);
  }, 120_000);
});

describe('a link', () => {
  let link: string;
  beforeAll(async () => {
    await office.until<Goods>(`${day.path}/goods`, ({ pickupPoints }) => pickupPoints.every(({ state }) => state === 'open'));
    link = await day.link(`supply-run:${day.runId}`, 'closePickup', day.gateCaptain.code);
  }, 60_000);

  test('is no session: as one it opens nothing, and at the page of another step neither', async () => {
    const bearer = await fetch(new URL('/api/me', url), { headers: { Authorization: `Bearer ${credentialIn(link)}` } });
    expect([bearer.status, ((await bearer.json()) as Problem).code]).toEqual([401, 'who-are-you']);
    const elsewhere = new URL(link);
    elsewhere.pathname = '/api/steps/orders/page';
    expect((await FormPage.open(elsewhere.href)).status).toBe(404);
    elsewhere.pathname = '/api/join';
    expect((await FormPage.open(elsewhere.href)).status).toBe(409);
  });

  test('made up, is none', async () => {
    for (const t of ['x', `sample.${'a'.repeat(43)}`, credentialIn(link).slice(0, -2)])
      expect((await FormPage.open(`${url}/api/steps/logistics/page?t=${t}`)).status).toBe(404);
  });

  test('is answered from our page alone, whoever is signed in with that browser', async () => {
    const page = await FormPage.open(link);
    const signedIn = await fetch(new URL('/api/sessions', url), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ community: 'sample', person: 'S002', secret: process.env['JIELONG_PASSPHRASE'], keep: 'cookie' }),
    });
    const cookie = signedIn.headers
      .getSetCookie()
      .map((one) => one.split(';')[0] ?? '')
      .join('; ');
    const elsewhere = await page.press(
      { answer: 'as-expected' },
      { Cookie: cookie, Origin: 'https://elsewhere.example', 'Sec-Fetch-Site': 'cross-site' },
    );
    expect(elsewhere.status).toBe(403);
    const done = await page.press({ answer: 'as-expected' }, { Cookie: cookie });
    expect([done.status, done.text.includes(day.gateCaptain.code)]).toEqual([200, true]);
  });
});

test('whoever is invited sets a passphrase on a page, twice the same, and is signed in', async () => {
  const { link } = await office.post<{ link: string }>('/people/D005/invitation', { hours: 1 });
  await FormPage.open(link);
  const page = await FormPage.open(link);
  nothingRuns(page);
  const typo = await page.send({ secret: 'harmonica-71', again: 'harmonica-17' });
  expect([typo.status, typo.text.includes('不一样')]).toEqual([422, true]);
  const done = await page.send({ secret: 'harmonica-71', again: 'harmonica-71' });
  expect(done.status).toBe(200);
  const cookie = done.headers.getSetCookie().find((one) => one.startsWith('__Host-jielong-session=')) ?? '';
  const me = await fetch(new URL('/api/me', url), { headers: { Cookie: cookie.split(';')[0] ?? '' } });
  expect(await me.json()).toMatchObject({ person: 'D005' });
  expect((await page.send({ secret: 'harmonica-72', again: 'harmonica-72' })).status).toBe(409);
});
