import { expect, it } from '@jest/globals';
import { compareGrants } from './grants.ts';

const views = [{ view: 'members.published_people_v1', grantedTo: ['jielong_orders_app'] }];
const select = { schema: 'members', name: 'published_people_v1', privilege: 'SELECT', grantee: 'jielong_orders_app' };
const usage = { schema: 'members', name: '', privilege: 'USAGE', grantee: 'jielong_orders_app' };

it('is content with exactly what the contracts publish', () => {
  expect(compareGrants([select, usage], views)).toEqual([]);
});

it.each([
  [{ ...select, name: 'people' }, 'SELECT on members.people to jielong_orders_app: no contract publishes it'],
  [{ ...select, privilege: 'UPDATE' }, 'UPDATE on members.published_people_v1 to jielong_orders_app: no contract publishes it'],
  [{ ...select, grantee: 'PUBLIC' }, 'SELECT on members.published_people_v1 to PUBLIC: no contract publishes it'],
  [{ ...usage, schema: 'orders' }, 'USAGE on orders to jielong_orders_app: no contract publishes it'],
])('names a grant that no contract publishes', (extra, sentence) => {
  expect(compareGrants([select, usage, extra], views)).toEqual([sentence]);
});

it('names a published view that nobody may read', () => {
  expect(compareGrants([usage], views)).toEqual([
    'SELECT on members.published_people_v1 to jielong_orders_app: published, but no migration grants it',
  ]);
});
