import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Bench, bench, type BoughtRun } from '../../spec/bought-run.js';

let all: Bench;
beforeAll(async () => {
  all = await bench();
}, 60_000);
afterAll(() => all.stop());

const supplier = '示范保供超市';
async function settling(): Promise<BoughtRun> {
  const run = await all.open({ orders: [['1-1-101', { SC01: 2 }]] });
  await run.lock();
  await run.purchase();
  await run.allocate(0);
  await run.goods(['SC01', 'source', 'purchase', -2], ['SC01', 'household', '', 2]);
  await run.fetched();
  await run.enterSettling();
  return run;
}
async function closed(): Promise<BoughtRun> {
  const run = await settling();
  await run.settle();
  return run;
}
interface Settled {
  readonly number: number;
  readonly code: string;
}
const supplement = (run: BoughtRun, lines: readonly object[], actor = 'S001', key?: string) =>
  all.service.call<Settled>('POST', `${run.path}/supplementary-settlements`, { lines }, { actor, ...(key ? { key } : {}) });
const line = (over: object = {}) => ({ supplier, direction: 'pays', amountFen: 500, reason: '小票多算一份', ...over });

it('is numbered from two, once for its key, against the fund; the run stays closed and its clearing empty', async () => {
  const run = await closed();
  const household = await all.service.householdAt('1-1-101');
  const answers = await Promise.all(Array.from({ length: 5 }, () => supplement(run, [line()], 'S001', `supplement-${run.id}`)));
  for (const { status, body } of answers) expect([status, body]).toEqual([201, answers[0]?.body]);
  expect(answers[0]?.body).toMatchObject({ number: 2, fundFen: -500, approvedBy: 'S001' });
  const lines = [
    line({ supplier: undefined, household, direction: 'gets', amountFen: 300 }),
    line({ supplier: undefined, person: 'V001', direction: 'gets', amountFen: 200 }),
  ];
  expect(await supplement(run, lines)).toMatchObject({ status: 201, body: { number: 3, fundFen: 500 } });
  expect((await run.state()).stage).toBe('closed');
  expect(await run.balances()).toEqual({ household: 5_700, [`supplier:${supplier}`]: -5_500, 'advance:V001': -200 });
  expect(await run.broken()).toEqual([]);
});

it('is in the public account without names and words, and in the books with them', async () => {
  const run = await closed();
  await supplement(run, [line(), line({ supplier: undefined, person: 'V001', direction: 'pays', amountFen: 100, reason: '找错零钱' })]);
  const { body } = await all.service.call<object>('GET', `${run.path}/public-account`);
  expect(body).toMatchObject({
    chargedFen: 6_000,
    supplementary: [
      {
        number: 2,
        fundFen: -600,
        lines: [
          { who: 'supplier', supplier, direction: 'pays', amountFen: 500 },
          { who: 'person', supplier: null, direction: 'pays', amountFen: 100 },
        ],
      },
    ],
  });
  expect(JSON.stringify(body)).not.toMatch(/V001|S001|找错零钱/);
  expect((await all.service.call('GET', `${run.path}/supplementary-settlements`)).body).toMatchObject({
    items: [{ number: 2, lines: [{}, { account: { kind: 'cash', holder: 'V001' }, reason: '找错零钱' }] }],
  });
});

it('is refused before closing, by whoever holds money of the run or is named, and of parties that are not there', async () => {
  const open = await settling();
  expect((await supplement(open, [line()])).body).toMatchObject({ code: 'not-closed' });
  const paidBy = await all.service.householdAt('1-1-101');
  await all.service.call('POST', `${open.path}/payments`, { paidBy, amountFen: 100, way: 'cash' }, { actor: 'D002' });
  await open.settle();
  expect((await supplement(open, [line()], 'D002')).body).toMatchObject({ code: 'own-money' });
  expect((await supplement(open, [line({ supplier: undefined, person: 'S001' })])).body).toMatchObject({ code: 'own-money' });
  expect((await supplement(open, [line({ supplier: '别家' })])).body).toMatchObject({ code: 'foreign-supplier' });
  expect((await supplement(open, [line({ supplier: undefined, person: 'X999' })])).body).toMatchObject({ code: 'no-such-person' });
  expect((await supplement(open, [line({ supplier: undefined, household: '0193a1b2-0000-7000-8000-00000000dead' })])).body).toMatchObject({
    code: 'no-such-household',
  });
  expect((await supplement(open, [line({ person: 'V001' })])).body).toMatchObject({ code: 'malformed' });
  expect((await supplement(open, [])).body).toMatchObject({ code: 'malformed' });
  expect((await all.service.call('GET', `${open.path}/public-account`)).body).toMatchObject({ supplementary: [] });
});
