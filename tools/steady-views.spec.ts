import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

const schemas = ['members', 'orders', 'logistics'];
/** Of PostgreSQL's own, those that a view might ask. */
const volatile = /\b(clock_timestamp|timeofday|random|gen_random_uuid|uuidv7|nextval|set_config)\(/;

it('no view asks a volatile function: PostgreSQL would make all of it for each row that is joined to it', () => {
  const objects = schemas.flatMap((schema) => readFileSync(`apps/${schema}/schema.txt`, 'utf8').split('\n\n'));
  const views = objects.filter((object) => object.startsWith('VIEW '));
  expect(views.length).toBeGreaterThan(10);
  expect(views.filter((view) => volatile.test(view)).map((view) => view.split('\n')[0])).toEqual([]);
});
