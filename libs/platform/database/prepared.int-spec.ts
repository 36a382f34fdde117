import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { scratchService, type ScratchService } from '../spec/scratch-service.js';
import { inCommunity } from './in-community.js';
import { prepared, preparedInOneTrip } from './prepared.js';

let service: ScratchService;
beforeAll(async () => {
  service = await scratchService();
  for (const community of ['a', 'b'])
    await inCommunity(service.db, community, (tx) =>
      tx.query('INSERT INTO orders (order_id, portions) VALUES ($1, 1), ($2, 2)', [`of-${community}`, `more-of-${community}`]),
    );
});
afterAll(() => service.drop());

const inTrip = preparedInOneTrip<{ id: string }>('SELECT order_id AS id FROM orders WHERE portions >= $1::integer ORDER BY order_id');
const inTransaction = prepared<{ id: string }>('SELECT order_id AS id FROM orders WHERE portions < $1::integer ORDER BY order_id');
const times = 12; // more than PostgreSQL plans anew for, and more than there are connections

test.each(['a', 'b'])('what is prepared is asked again and again, each time for its own community: %s', async (community) => {
  const rows = await Promise.all(Array.from({ length: times }, () => inTrip(service.db, community, [2])));
  expect(rows).toEqual(Array.from({ length: times }, () => [{ id: `more-of-${community}` }]));
  for (let i = 0; i < times; i += 1)
    expect(await inCommunity(service.db, community, (tx) => inTransaction(tx, [2]))).toEqual([{ id: `of-${community}` }]);
});

test('one that fails says so as every statement does, and leaves no connection in a broken transaction', async () => {
  await expect(inTrip(service.db, 'a', ['two'])).rejects.toMatchObject({ constructor: QueryFailedError, code: '22P02' });
  const write = preparedInOneTrip('DELETE FROM orders');
  await expect(write(service.db, 'a', [])).rejects.toMatchObject({ code: '25006' }); // it only reads
  await expect(inCommunity(service.db, 'a', (tx) => inTransaction(tx, ['two']))).rejects.toMatchObject({ code: '22P02' });
  for (let i = 0; i < times; i += 1) expect(await inTrip(service.db, 'a', [1])).toHaveLength(2);
});

test('nothing is asked in a transaction that is over: its connection may be somebody else’s by now', async () => {
  const over = await inCommunity(service.db, 'a', async (tx) => tx);
  await expect(inTransaction(over, [2])).rejects.toThrow('this transaction is over');
});

test('outside a transaction of a community nothing of it is left: a connection that is given back belongs to none', async () => {
  await inTrip(service.db, 'a', [1]);
  expect(await service.db.query('SELECT order_id FROM orders')).toEqual([]);
});
