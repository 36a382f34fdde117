import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '@jielong/testing';
import { Person } from '../src/api.js';
import { Histories } from '../src/histories.js';
import { Auditor } from '../src/invariants.js';

const office = new Person(process.env['JIELONG_URL'] ?? '', 'sample/S001');
let auditor: Auditor;
let histories: Histories;
beforeAll(async () => void ([auditor, histories] = [await Auditor.open(), await Histories.open()]));
afterAll(() => Promise.all([auditor.close(), histories.close()]));

interface Retention {
  readonly last: { readonly id: string; readonly endedAt: string | null; readonly counts: Readonly<Record<string, number>> } | null;
}
const services = ['members', 'orders', 'logistics'] as const;
const operation = 'retention-journey';

/** In every service answers that were given so many days ago, more than a batch of them. */
async function answered(ago: number, count: number): Promise<void> {
  for (const service of services)
    await auditor.rows(
      `INSERT INTO ${service}.idempotency_keys (community_id, actor, operation, key, body_hash, at)
       SELECT 'sample', 'S001', $1, gen_random_uuid(), '', now() - make_interval(days => $2) FROM generate_series(1, $3)`,
      [operation, ago, count],
    );
}
const left = async (): Promise<number> => {
  const counts = await Promise.all(
    services.map((service) =>
      auditor.rows<{ n: number }>(`SELECT count(*)::integer AS n FROM ${service}.idempotency_keys WHERE operation = $1`, [operation]),
    ),
  );
  return counts.reduce((sum, [row]) => sum + (row?.n ?? 0), 0);
};
const isOver = ({ last }: Retention): boolean => last !== null && last.endedAt !== null;

test('what is over is forgotten in every service, batch by batch, and counted', async () => {
  await answered(10, 5);
  let id = '';
  const roundOfOurs = async () => {
    await answered(40, 1_200);
    ({ id } = await office.post<{ id: string }>('/retention/rounds'));
    const { last } = await office.until<Retention>('/retention', isOver);
    return last?.id === id && last.counts['answers'] === 3_600;
  };
  await until(roundOfOurs); // a round that another journey has begun may come in between
  expect(await left()).toBe(15);
  await histories.recordProcess(`retention:${id}`, 'orders', 'batches.retention');
}, 120_000);

test('the schedule starts a round in every community, by itself', async () => {
  const before = await office.get<Retention>('/retention');
  await answered(40, 3);
  const nightly = await histories.trigger('retention:jielong');
  await office.until<Retention>('/retention', (now) => now.last?.id !== before.last?.id && isOver(now));
  await until(async () => (await left()) === 15); // the round that was seen may be another journey's
  await histories.recordProcess(nightly, 'orders', 'every-community.retention-rounds');
}, 120_000);
