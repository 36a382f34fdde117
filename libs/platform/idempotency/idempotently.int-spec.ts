import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DomainError } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';
import { created } from '../http/answer.js';
import { scratchService, type ScratchService } from '../spec/scratch-service.js';
import { inCommunity } from '../database/in-community.js';
import { idempotently } from './idempotently.js';

let service: ScratchService;
beforeAll(async () => void (service = await scratchService()));
afterAll(() => service.drop());

const actor = { community: 'a', code: 'S001' };
let made = 0;
const place = async (tx: EntityManager) => {
  const id = `order-${(made += 1)}`;
  await tx.query('INSERT INTO orders (order_id, portions) VALUES ($1, 2)', [id]);
  return created({ id, zz: 1, a: '接龙' }, `/api/orders/${id}`);
};
const count = async () =>
  (await inCommunity(service.db, 'a', (tx) => tx.query<{ n: number }[]>('SELECT count(*)::int AS n FROM orders')))[0]?.n;

test('50 identical requests at once: one row, 50 identical answers', async () => {
  const before = (await count()) ?? 0;
  const ask = () => idempotently(service.db, actor, 'placeOrder', 'key-00001', { portions: 2 }, place);
  const answers = await Promise.all(Array.from({ length: 50 }, ask));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]?.status).toBe(201);
  expect(await count()).toBe(before + 1);
});

test('another body under the same key is refused; another actor or operation has keys of its own', async () => {
  const body = { portions: 2 };
  const first = await idempotently(service.db, actor, 'placeOrder', 'key-00002', body, place);
  const other = idempotently(service.db, actor, 'placeOrder', 'key-00002', { portions: 3 }, place);
  await expect(other).rejects.toMatchObject({ status: 422, code: 'idempotency-key-reused' });
  const ofAnother = await idempotently(service.db, { ...actor, code: 'S002' }, 'placeOrder', 'key-00002', body, place);
  const ofOperation = await idempotently(service.db, actor, 'changeOrder', 'key-00002', body, place);
  expect(new Set([first, ofAnother, ofOperation].map(({ body: { id } }) => id)).size).toBe(3);
});

test('a refusal is not remembered: the same request may succeed later', async () => {
  const refuse = async () => {
    throw new DomainError('conflict', 'sold-out', { zh: '已售完', en: 'sold out' });
  };
  await expect(idempotently(service.db, actor, 'placeOrder', 'key-00003', {}, refuse)).rejects.toThrow('sold out');
  expect((await idempotently(service.db, actor, 'placeOrder', 'key-00003', {}, place)).status).toBe(201);
});
