import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { testDataKeys } from '@jielong/testing';
import { DataSource } from 'typeorm';
import { audit } from '../audit/audit.js';
import { dataSourceOptions } from '../database/database.module.js';
import { inCommunity } from '../database/in-community.js';
import { grant, guard, tenant } from '../database/tenant.js';
import { scratchService, type ScratchService } from '../spec/scratch-service.js';
import { type DataKeys, keepKeys } from './data-keys.js';
import { phoneLookups } from './lookup.js';
import { keyUse, reseal } from './reseal.js';
import { outcomeOf } from './run-reseal.js';
import { sealColumns, unsealColumns } from './sealed-columns.js';
import { SealedTable } from './sealed-table.js';

const cards = new SealedTable('scratch.cards', {
  key: ['box', 'card'],
  text: ['phone', 'remark'],
  json: ['wants'],
  lookups: { phone_lookup: 'phone' },
});
interface Card {
  readonly box: string;
  readonly card: number;
  readonly phone: string;
  readonly remark: string | null;
  readonly wants: readonly string[];
}
const first: Card = { box: 'a', card: 1, phone: '138-0000-0001', remark: '门口有狗', wants: ['rice'] };
const second: Card = { box: 'a', card: 2, phone: '', remark: null, wants: [] };
const clear = `INSERT INTO cards (box, card, phone, remark, wants) VALUES ('a', 1, '138-0000-0001', '门口有狗', '["rice"]'), ('a', 2, '', NULL, '')`;

const { lookup } = testDataKeys;
const newer: DataKeys = {
  data: { current: 'newer', keys: { newer: Buffer.alloc(32, 1), ...testDataKeys.data.keys } },
  lookup: { current: 'newer', keys: { newer: Buffer.alloc(32, 2), ...lookup.keys } },
};

let service: ScratchService;
let owner: DataSource;
beforeAll(async () => {
  service = await scratchService();
  owner = await new DataSource(dataSourceOptions({ schema: 'scratch' }, { DATABASE_URL: service.ownerUrl, DATABASE_POOL: 2 })).initialize();
  await owner.query(`
    CREATE TABLE cards (${tenant}, box text NOT NULL, card integer NOT NULL, phone text NOT NULL, phone_lookup text NOT NULL DEFAULT '',
      remark text, wants text NOT NULL, PRIMARY KEY (community_id, box, card));
    ${guard('cards')} ${grant('cards', 'INSERT, UPDATE, DELETE', new URL(service.appUrl).username)}`);
});
afterAll(async () => {
  await owner.destroy();
  await service.drop();
});

const inA = <T>(work: Parameters<typeof inCommunity<T>>[2], db = service.db) => inCommunity(db, 'a', work);
const asOwner = async (work: typeof sealColumns): Promise<void> => {
  const runner = owner.createQueryRunner();
  await runner.startTransaction();
  try {
    await work(runner, [cards]);
    await runner.commitTransaction();
  } catch (error) {
    await runner.rollbackTransaction();
    throw error;
  } finally {
    await runner.release();
  }
};
const stored = () => inA((tx) => tx.query<Card[]>('SELECT box, card, phone, remark, wants FROM cards ORDER BY card'));
const read = () => inA(async (tx) => (await stored()).map((row) => cards.open(tx, [row.box, row.card], row)));
const write = (card: Card) =>
  inA(async (tx) => {
    const sealed = cards.seal(tx, [card.box, card.card], card) as Card & { phoneLookup: string };
    await tx.query('INSERT INTO cards (box, card, phone, phone_lookup, remark, wants) VALUES ($1, $2, $3, $4, $5, $6)', [
      sealed.box,
      sealed.card,
      sealed.phone,
      sealed.phoneLookup,
      sealed.remark,
      sealed.wants,
    ]);
    await audit(tx, { action: 'writeCard', subjectKind: 'card', subjectId: String(card.card) });
  });

describe('columns in the clear', () => {
  beforeEach(async () => {
    await inA((tx) => tx.query('DELETE FROM cards'));
    await inA((tx) => tx.query(clear));
    await inCommunity(service.db, 'b', (tx) => tx.query('DELETE FROM cards'));
    await inCommunity(service.db, 'b', (tx) => tx.query(clear));
  });

  test('need the keys to be sealed, and stay as they are without', async () => {
    await expect(asOwner(sealColumns)).rejects.toThrow('set DATA_KEYS and LOOKUP_KEYS');
    expect(await stored()).toMatchObject([{ phone: '138-0000-0001' }, {}]);
  });

  test('are sealed for every community, let nothing else in, and are given back as they were', async () => {
    keepKeys(owner, testDataKeys);
    await asOwner(sealColumns);
    expect(JSON.stringify(await stored())).not.toMatch(/138-?0000|狗|rice/);
    expect(await read()).toEqual([first, second]);
    const [found] = await inA((tx) =>
      tx.query<{ card: number }[]>('SELECT card FROM cards WHERE phone_lookup = ANY ($1)', [phoneLookups(lookup, 'a', '13800000001')]),
    );
    expect(found).toEqual({ card: 1 });
    await expect(inA((tx) => tx.query(`UPDATE cards SET remark = '张三' WHERE card = 1`))).rejects.toMatchObject({ code: '23514' });
    await asOwner(unsealColumns);
    expect(await stored()).toMatchObject([
      { phone: '138-0000-0001', wants: '["rice"]' },
      { phone: '', remark: null, wants: '' },
    ]);
    await asOwner(sealColumns);
  });
});

describe('a sealed row', () => {
  beforeEach(async () => {
    await inA((tx) => tx.query('DELETE FROM cards'));
    await inCommunity(service.db, 'b', (tx) => tx.query('DELETE FROM cards'));
    for (const card of [first, second, { ...first, card: 3, remark: '不吃辣' }]) await write(card);
  });

  test('opens as what was written, nothing and an empty list as themselves', async () =>
    expect(await read()).toEqual([first, second, { ...first, card: 3, remark: '不吃辣' }]));

  test('does not open with a value of another row, or of another community', async () => {
    await inA((tx) => tx.query(`UPDATE cards c SET remark = o.remark FROM cards o WHERE c.card = 1 AND o.card = 3`));
    await expect(read()).rejects.toThrow('scratch.cards.remark does not open: changed');
    await expect(inCommunity(service.db, 'b', async (tx) => cards.open(tx, ['a', 1], (await stored())[0] ?? {}))).rejects.toThrow(
      'changed',
    );
  });

  test('is sealed anew with the first key, and then the others are used by nothing', async () => {
    const rotation = { db: owner, keys: newer, tables: [cards] };
    expect(outcomeOf(newer, await keyUse(rotation))).toMatchObject({ left: 8 });
    await reseal(rotation, () => undefined);
    const { left, lines } = outcomeOf(newer, await keyUse(rotation));
    expect(left).toBe(0);
    expect(lines).toEqual([
      "6 values are under 'newer', the first of DATA_KEYS",
      "2 values are under 'newer', the first of LOOKUP_KEYS",
      "nothing uses 'test' any more: it may be taken out of DATA_KEYS",
      "nothing uses 'test' any more: it may be taken out of LOOKUP_KEYS",
    ]);
    await expect(read()).rejects.toThrow("unknown-key 'newer'");
    const rotated = keepKeys(
      await new DataSource(dataSourceOptions({ schema: 'scratch' }, { DATABASE_URL: service.appUrl, DATABASE_POOL: 2 })).initialize(),
      newer,
    );
    const rows = await inA(async (tx) => (await stored()).map((row) => cards.open(tx, [row.box, row.card], row)), rotated);
    await rotated.destroy();
    expect(rows[0]).toEqual(first);
  });

  test('that somebody holds, or whose key is gone, is named as left', async () => {
    const rotation = { db: owner, keys: newer, tables: [cards] };
    await inA(async (tx) => {
      await tx.query('SELECT FROM cards WHERE card = 1 FOR UPDATE');
      await reseal(rotation, () => undefined);
    });
    const held = outcomeOf(newer, await keyUse(rotation));
    expect(held.left).toBe(4);
    expect(held.lines).toContain("3 values are left under 'test' of DATA_KEYS: rows were in use, or were changed; run this again");
    const without = { ...newer, data: { current: 'newer', keys: { newer: Buffer.alloc(32, 1) } } };
    await reseal({ ...rotation, keys: without }, () => undefined);
    expect(outcomeOf(without, await keyUse(rotation)).lines).toContain(
      "3 values are left under 'test', which DATA_KEYS does not have: put it back behind the first key",
    );
  });
});
