import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { inContext } from '../context/context.js';
import { dataSourceOptions } from '../database/database.module.js';
import { inCommunity } from '../database/in-community.js';
import { scratchService, type ScratchService } from '../spec/scratch-service.js';
import { audit } from './audit.js';
import { entryText } from './chain.js';
import { Sealer } from './sealer.js';
import { type Finding, verify, type VerificationPage } from './verify.js';

let service: ScratchService;
let owner: DataSource;
beforeAll(async () => {
  service = await scratchService();
  owner = await new DataSource(dataSourceOptions({ schema: 'scratch' }, { DATABASE_URL: service.ownerUrl, DATABASE_POOL: 2 })).initialize();
}, 60_000);
afterAll(async () => {
  await owner.destroy();
  await service.drop();
});

let community = '';
let opened = 0;
beforeEach(() => void (community = `c${(opened += 1)}`));
const sealer = () => new Sealer(service.db);
const deed = (subjectId: string) =>
  inCommunity(service.db, community, (tx) =>
    audit(tx, { action: 'placeOrder', subjectKind: 'order', subjectId, details: { portions: 1 } }),
  );
const deeds = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i += 1) await deed(`order-${i}`);
};
const rows = <Row extends object>(sql: string) => inCommunity(service.db, community, (tx) => tx.query<Row[]>(sql));
const page = (query: Parameters<typeof verify>[1] = {}): Promise<VerificationPage> =>
  inCommunity(service.db, community, (tx) => verify(tx, query));
const found = async (): Promise<readonly Finding[]> => (await page()).findings;
/** Behind the application's back. */
const behind = (sql: string) => inCommunity(owner, community, (tx) => tx.query(sql));

test('entries are chained without a gap, in batches, by whichever of several processes comes first', async () => {
  await Promise.all(Array.from({ length: 40 }, (_, i) => deed(`order-${i}`)));
  await Promise.all([sealer().seal(), sealer().seal(), sealer().seal()]);
  await sealer().seal();
  const seals = await rows<{ seq: string }>('SELECT seq FROM audit_seals ORDER BY seq');
  expect(seals.map(({ seq }) => Number(seq))).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  expect(await rows('SELECT FROM audit_queue')).toEqual([]);
  expect(await page()).toMatchObject({ checked: 40, findings: [], head: { seq: 40 }, next: null });
});

test('an entry names the person and the session, and neither can be changed unseen', async () => {
  const actor = { code: 'D003', channel: 'api', session: 'phone-1' } as const;
  await inContext({ correlationId: 'request-1', actor }, () => deed('order-0'));
  await deed('order-1');
  await sealer().seal();
  expect(await rows('SELECT actor, session FROM audit_entries ORDER BY audit_entry_id')).toEqual([
    { actor: 'D003', session: 'phone-1' },
    { actor: '', session: '' },
  ]);
  expect(await found()).toEqual([]);
  await behind(`UPDATE audit_entries SET session = '' WHERE subject_id = 'order-0'`);
  expect(await found()).toMatchObject([{ what: 'changed', seq: 1 }]);
});

describe('an entry', () => {
  const actor = { code: 'D003', channel: 'api', session: 'phone-1' } as const;

  test.each([
    ['is changed', `address = '203.0.113.8'`],
    ['is taken away', `address = ''`],
    ['is called a session', `address = '', session = '203.0.113.7'`],
  ])('names where it was done from, and it is found where that %s', async (_what, change) => {
    await inContext({ correlationId: 'request-1', address: '203.0.113.7' }, () => deed('refused'));
    await sealer().seal();
    expect(await rows('SELECT address, session FROM audit_entries')).toEqual([{ address: '203.0.113.7', session: '' }]);
    expect(await found()).toEqual([]);
    await behind(`UPDATE audit_entries SET ${change}`);
    expect(await found()).toMatchObject([{ what: 'changed', seq: 1 }]);
  });

  test('is sealed as it was before there were sessions and addresses, where it has none', async () => {
    await deed('order-0');
    await inContext({ correlationId: 'request-1', actor }, () => deed('order-1'));
    const said = await rows<{ text: string }>(`SELECT ${entryText} AS text FROM audit_entries e ORDER BY audit_entry_id`);
    const [id, at] = [expect.any(Number), expect.any(String)];
    expect(said.map(({ text }) => JSON.parse(text))).toEqual([
      [id, at, '', '', '', 'placeOrder', 'order', 'order-0', { portions: 1 }],
      [id, at, 'D003', 'api', 'request-1', 'placeOrder', 'order', 'order-1', { portions: 1 }, 'phone-1'],
    ]);
  });
});

test('a deed that fails leaves no entry, and whoever writes does not wait for the sealer', async () => {
  const failing = inCommunity(service.db, community, async (tx) => {
    await audit(tx, { action: 'placeOrder', subjectKind: 'order', subjectId: 'never' });
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await deed('first');
  await sealer().seal();
  await inCommunity(service.db, community, async (tx) => {
    await tx.query('SELECT FROM audit_heads WHERE community_id = $1 FOR UPDATE', [community]);
    await deed('second'); // on another connection, while the end of the chain is held
    expect(await sealer().seal()).toBe(0);
  });
  expect(await sealer().seal()).toBe(1);
  expect(await page()).toMatchObject({ checked: 2, findings: [] });
});

describe("behind the application's back", () => {
  test.each([
    ['a changed entry', `UPDATE audit_entries SET details = '{"portions": 2}' WHERE subject_id = 'order-1'`, [{ what: 'changed', seq: 2 }]],
    ['somebody else who did it', `UPDATE audit_entries SET actor = 'S002' WHERE subject_id = 'order-2'`, [{ what: 'changed', seq: 3 }]],
    ['a deleted entry', `DELETE FROM audit_entries WHERE subject_id = 'order-0'`, [{ what: 'missing', seq: 1 }]],
    [
      'a deleted seal',
      `DELETE FROM audit_seals WHERE seq = 2`,
      [
        { what: 'gap', seq: 2 },
        { what: 'unsealed', seq: null },
      ],
    ],
    [
      'an end that is cut off',
      `DELETE FROM audit_seals WHERE seq = 3; DELETE FROM audit_entries WHERE subject_id = 'order-2'`,
      [{ what: 'cut', seq: 2 }],
    ],
    [
      'an entry that is kept from being sealed',
      `INSERT INTO audit_entries (action, subject_kind, subject_id) VALUES ('placeOrder', 'order', 'hidden')`,
      [{ what: 'unsealed', seq: null }],
    ],
  ])('%s is named', async (_what, tampering, findings) => {
    await deeds(3);
    await sealer().seal();
    expect(await found()).toEqual([]);
    for (const statement of tampering.split(';')) await behind(statement);
    expect(await found()).toMatchObject(findings);
  });

  test('a chain that is made anew from somewhere does not pass through the seal that was kept', async () => {
    await deeds(2);
    await sealer().seal();
    const { head } = await page();
    await behind('DELETE FROM audit_seals');
    await behind(`UPDATE audit_entries SET actor = 'S002'`);
    await behind(`UPDATE audit_heads SET seq = 0, hash = ''`);
    await behind('INSERT INTO audit_queue (audit_entry_id) SELECT audit_entry_id FROM audit_entries');
    await sealer().seal();
    expect(await found()).toEqual([]);
    expect((await page({ keptSeq: head.seq, keptHash: head.hash })).findings).toMatchObject([{ what: 'rewritten', seq: 2 }]);
  });
});

test('a long chain is looked at page by page, each going on where the last one ended', async () => {
  await inCommunity(service.db, community, async (tx) => {
    for (let i = 0; i < 2_100; i += 1) await audit(tx, { action: 'placeOrder', subjectKind: 'order', subjectId: `order-${i}` });
  });
  await sealer().seal();
  await behind(`UPDATE audit_entries SET action = 'cancelOrder' WHERE subject_id = 'order-2050'`);
  const first = await page();
  expect(first).toMatchObject({ checked: 2_000, findings: [] });
  expect(await page({ after: first.next ?? '' })).toMatchObject({ checked: 100, findings: [{ what: 'changed', seq: 2_051 }], next: null });
});

test('another community has a chain of its own', async () => {
  await deeds(1);
  await sealer().seal();
  community = 'elsewhere';
  expect(await page()).toMatchObject({ checked: 0, findings: [], head: { seq: 0 } });
});
