import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { scratchService, type ScratchService } from '../spec/scratch-service.js';
import { inCommunity } from './in-community.js';
import { readInOneTrip } from './one-trip.js';

let service: ScratchService;
beforeAll(async () => {
  service = await scratchService();
  for (const community of ['a', 'b'])
    await inCommunity(service.db, community, (tx) =>
      tx.query('INSERT INTO orders (order_id, portions) VALUES ($1, 1), ($2, 2)', [`of-${community}`, `more-of-${community}`]),
    );
});
afterAll(() => service.drop());

const ofPortions = 'SELECT order_id AS id FROM orders WHERE portions >= $1::integer ORDER BY order_id';
const read = (community: string, least: unknown) => readInOneTrip<{ id: string }>(service.db, community, ofPortions, [least]);
const times = 12; // more than there are connections

test.each(['a', 'b'])('each asks for its own community, many at once: %s', async (community) => {
  const rows = await Promise.all(Array.from({ length: times }, () => read(community, 2)));
  expect(rows).toEqual(Array.from({ length: times }, () => [{ id: `more-of-${community}` }]));
});

test('one that fails says so as every statement does, and leaves no connection in a broken transaction', async () => {
  await expect(read('a', 'two')).rejects.toMatchObject({ constructor: QueryFailedError, code: '22P02' });
  await expect(readInOneTrip(service.db, 'a', 'DELETE FROM orders', [])).rejects.toMatchObject({ code: '25006' }); // it only reads
  for (let i = 0; i < times; i += 1) expect(await read('a', 1)).toHaveLength(2);
});

test('afterwards nothing of it is left: a connection that is given back belongs to no community', async () => {
  await read('a', 1);
  expect(await service.db.query('SELECT order_id FROM orders')).toEqual([]);
});
