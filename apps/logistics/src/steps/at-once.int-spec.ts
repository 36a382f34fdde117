import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inCommunity } from '@jielong/platform';
import { boughtIn, codeOf } from '../../spec/bought.js';
import { community, type Day, Warehouse, type Wish } from '../../spec/warehouse.js';

let house: Warehouse;
beforeAll(async () => {
  house = await Warehouse.open();
});
afterAll(() => house.close());
const bought = (wish?: Wish): Promise<Day> => boughtIn(house, wish);

describe('the same again, and at once', () => {
  it('a report twenty times at once has one effect and one answer', async () => {
    const day = await bought();
    const handoff = day.handoff({ missing: 1 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => day.says(handoff)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await house.rows('SELECT FROM reports WHERE report_id = $1', [handoff.reportId])).toHaveLength(1);
    expect(await day.held()).toEqual({ source: -10, missing: 1, 'pickup-point': 9 });
  });

  it('of two different reports of a step one is told who was first', async () => {
    const day = await bought();
    const codes = await Promise.all([day.handoff(), day.handoff({ damaged: 1 })].map((handoff) => codeOf(day.says(handoff))));
    expect(codes.sort()).toEqual(['accepted', 'already-reported']);
  });

  it('its id with another body is refused', async () => {
    const day = await bought();
    const handoff = day.handoff();
    await day.says(handoff);
    expect(await codeOf(day.says({ ...handoff, counted: 'one' }))).toBe('report-id-reused');
  });

  it('about another run is refused: what is left of one is not what is left of the other', async () => {
    const [one, other] = [await bought(), await bought()];
    const disposal = one.disposal();
    await one.says(disposal);
    expect(await codeOf(other.says(disposal))).toBe('report-id-reused');
  });

  it('receiving, planning and taking over twice change nothing', async () => {
    const day = await bought();
    const goods = await day.read();
    await house.activities.receivePurchase(community, day.purchase, '');
    await day.planned();
    expect(await house.activities.takeOverAllocation(community, day.run, 1)).toEqual(goods);
    expect(await house.rows('SELECT kind, portions FROM custody_movements WHERE run_id = $1', [day.run])).toEqual([
      { kind: 'receive', portions: 10 },
    ]);
  });

  it('pickups at two gates and a closing at the same time lock nobody out', async () => {
    const day = await bought({ expected: 60, orders: [30, 30] });
    await day.says(day.handoff(undefined, 0));
    await day.says(day.handoff(undefined, 1));
    await Promise.all([...day.lines.map((line) => day.pickUpLine(line)), day.says(day.closing(undefined, 0))]);
    expect((await day.read()).handedOut).toBe(60);
    expect(await day.breaches()).toEqual([]);
  });
});

describe('what the database alone guarantees', () => {
  it('no place gives what it has not', async () => {
    const day = await bought();
    await day.says(day.handoff());
    const [line] = day.lines;
    await house.rows('UPDATE pickup_order_lines SET portions = 50 WHERE run_id = $1', [day.run]);
    await day.pickUp(10);
    if (!line) throw new Error('a day without lines');
    await expect(day.pickUpLine(line)).rejects.toMatchObject({ code: '23514' });
    expect(await day.breaches()).toEqual([]);
  });

  it.each([
    'UPDATE custody_movements SET portions = 1',
    'DELETE FROM custody_movements',
    'UPDATE custody_balances SET portions = 0',
    'DELETE FROM reports',
    'UPDATE audit_entries SET actor = $$x$$',
  ])('the application may not %s', async (sql) => {
    await expect(inCommunity(house.db, community, (tx) => tx.query(sql))).rejects.toThrow('permission denied');
  });

  it('shows a community nothing of another', async () => {
    const day = await bought();
    const seen = await inCommunity(house.db, 'elsewhere', (tx) => tx.query('SELECT FROM custody_movements'));
    expect(seen).toEqual([]);
    expect(await codeOf(house.activities.readGoods('elsewhere', day.run))).toBe('no-such-run');
  });
});
