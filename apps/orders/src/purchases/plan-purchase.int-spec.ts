import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { purchaseId, supplyRunId } from '@jielong/orders-contract';
import { type Bench, bench, type BoughtRun, said } from '../../spec/bought-run.js';
import { community } from '../../spec/orders-service.js';

let all: Bench;
beforeAll(async () => {
  all = await bench();
}, 60_000);
afterAll(() => all.stop());

const supplier = '示范保供超市';
const large = [
  ['1-1-101', { SC01: 2 }],
  ['1-1-102', { SC01: 1, JD01: 1 }],
] as const;
const small = [['4-1-101', { SC01: 1 }]] as const;
const plan = (runs: readonly BoughtRun[], by = supplier) =>
  all.service.call<{ id: string; code: string }>('POST', '/purchases', { supplier: by, runs: runs.map(({ id }) => id) });

async function locked(): Promise<[BoughtRun, BoughtRun]> {
  const runs = [await all.open({ orders: large }), await all.open({ orders: small })] as const;
  for (const run of runs) await run.lock();
  return [...runs];
}
async function joint(): Promise<{ runs: [BoughtRun, BoughtRun]; id: string; before: string[] }> {
  const runs = await locked();
  const before = (await Promise.all(runs.map((run) => run.state()))).flatMap(({ purchases }) => purchases);
  return { runs, before, id: (await plan(runs)).body.id };
}
const buy = (id: string, saying: object) =>
  all.activities.applyOrdersReport(
    { community, processId: purchaseId(id) },
    { ...said('confirmPurchase', { receipt: { number: 'B-1' }, ...saying }), at: id },
  );
const boughtOf = (run: BoughtRun) =>
  run.rows<{ bundle: string; bought: number }>('SELECT bundle, bought FROM orders.purchase_lines WHERE run_id = $1 ORDER BY bundle');

describe('one receipt for two runs', () => {
  it('takes the lines of what was planned for each, whose processes end', async () => {
    const { runs, before, id } = await joint();
    for (const run of runs) expect((await run.state()).purchases).toEqual([id]);
    expect((await all.service.call('GET', `/purchases/${id}`)).body).toMatchObject({
      state: 'planned',
      runs: runs.map((run) => run.id).toSorted(),
      lines: expect.arrayContaining([expect.objectContaining({ runId: runs[1].id, bundle: 'SC01', expected: 1 })]),
    });
    for (const old of before) {
      expect((await all.service.call('GET', `/purchases/${old}`)).body).toMatchObject({ state: 'given-way', givenWayTo: id, lines: [] });
      expect(await all.activities.readPurchase(community, old)).toMatchObject({ done: [`confirmPurchase@${old}`] });
      expect((await runs[0].wishes(purchaseId(old))).length).toBeGreaterThan(0);
    }
    const [process] = await runs[0].rows<object>('SELECT search_attributes FROM orders.processes WHERE process_id = $1', [purchaseId(id)]);
    expect(process).toMatchObject({ search_attributes: { SupplyRun: runs.map((run) => run.id).toSorted(), Compound: ['LT'] } });
    for (const run of runs) {
      expect((await all.service.call<{ items: object[] }>('GET', `/purchases?run=${run.id}`)).body.items).toHaveLength(1);
      expect((await all.service.call('GET', run.path)).body).toMatchObject({ purchases: [{ id }] });
      expect((await run.wishes(supplyRunId(run.id))).length).toBeGreaterThan(1);
    }
  });

  it('is in the books of each, the shortage in proportion, and a person may divide it otherwise', async () => {
    const { runs, id } = await joint();
    await buy(id, { reportId: `joint-${id}`, bought: { SC01: { portions: 3 } } });
    expect(await Promise.all(runs.map(boughtOf))).toEqual([
      [
        { bundle: 'JD01', bought: 1 },
        { bundle: 'SC01', bought: 2 },
      ],
      [{ bundle: 'SC01', bought: 1 }],
    ]);
    for (const run of runs) expect(await run.state()).toMatchObject({ bought: true });
    const shares = { SC01: { [runs[0].id]: 3, [runs[1].id]: 0 } };
    await buy(id, { reportId: `shared-${id}`, corrects: `joint-${id}`, bought: { SC01: { portions: 3 } }, shares });
    for (const run of runs) await run.allocate(0);
    expect(await runs[0].balances()).toEqual({ household: 11_250, [`supplier:${supplier}`]: -11_250 });
    expect(await runs[1].balances()).toEqual({});
    expect(await runs[1].line('4-1-101', 'SC01')).toMatchObject({ state: 'short', allocated: 0 });
    await expect(buy(id, { corrects: `shared-${id}`, shares: { SC01: { [runs[0].id]: 3 } } })).rejects.toMatchObject({
      code: 'shares-differ',
    });
    await buy(id, { corrects: `shared-${id}` });
    expect(await runs[1].balances()).toMatchObject({ [`supplier:${supplier}`]: -3_000 });
    expect(await runs[0].broken()).toEqual([]);
  });

  it('tells every run, whichever process takes the report, and leaves what households have', async () => {
    const { runs, id } = await joint();
    const report = { ...said('confirmPurchase', { receipt: { number: 'B-1' } }), at: id };
    await all.activities.applyOrdersReport(runs[1].subject, report);
    expect(await runs[0].state()).toMatchObject({ bought: true });
    expect((await runs[0].wishes(supplyRunId(runs[0].id))).length).toBeGreaterThan(2);
    await runs[1].allocate(0);
    await runs[1].goods(['SC01', 'source', 'purchase', -1], ['SC01', 'household', '', 1]);
    await runs[1].handOut('4-1-101', 'SC01', 1);
    const fewer = { corrects: report.reportId, bought: { SC01: { portions: 1 } } };
    await expect(buy(id, fewer)).rejects.toMatchObject({ code: 'less-than-handed-out', details: { runId: runs[1].id } });
    await buy(id, { ...fewer, shares: { SC01: { [runs[1].id]: 1 } } });
    expect((await boughtOf(runs[0])).find(({ bundle }) => bundle === 'SC01')).toMatchObject({ bought: 0 });
  });

  it('may be joined by a third, if all that share it are named', async () => {
    const { runs, id } = await joint();
    const third = await all.open({ orders: small });
    await third.lock();
    expect(await plan([runs[0], third])).toMatchObject({ status: 409, body: { code: 'shared-purchase' } });
    const { body } = await plan([...runs, third]);
    for (const run of [...runs, third]) expect((await run.state()).purchases).toEqual([body.id]);
    await expect(buy(id, {})).rejects.toMatchObject({ code: 'given-way', details: { to: body.id } });
  });

  it('is planned once, however many ask at once', async () => {
    const runs = await locked();
    const answers = await Promise.all(Array.from({ length: 4 }, () => plan(runs)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    const {
      purchases: [id = ''],
    } = await runs[0].state();
    expect(await runs[0].rows('SELECT FROM orders.purchase_lines WHERE purchase_id = $1', [id])).toHaveLength(3);
    expect(answers.map(({ body }) => body.id)).toContain(id);
  });

  it('is refused where nothing is planned there, it is bought, or the run is not locked', async () => {
    const runs = await locked();
    expect((await plan(runs, '别家')).body).toMatchObject({ code: 'not-planned' });
    expect((await plan([runs[0], await all.open({ orders: small })])).body).toMatchObject({ code: 'wrong-stage' });
    await runs[1].purchase();
    expect((await plan(runs)).body).toMatchObject({ code: 'already-bought' });
    expect((await plan([runs[0], runs[0]])).body).toMatchObject({ code: 'malformed' });
  });
});
