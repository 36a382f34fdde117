import { expect, it } from '@jest/globals';
import { differences } from './schema-text.ts';

const text = (...paragraphs: readonly (readonly string[])[]) => paragraphs.map((lines) => lines.join('\n  ')).join('\n\n');
const orders = ['TABLE orders', 'order_id uuid NOT NULL', 'portions integer NOT NULL'];
const view = ['VIEW published_orders_v1', 'order_id uuid'];

it('finds nothing where nothing differs', () => {
  expect(differences(text(orders, view), text(orders, view))).toEqual([]);
});

it('names what has changed under its object, and no other line', () => {
  const changed = ['TABLE orders', 'order_id uuid NOT NULL', 'portions bigint NOT NULL', 'remark text'];
  expect(differences(text(orders, view), text(changed, view))).toEqual([
    '  TABLE orders',
    '-   portions integer NOT NULL',
    '+   portions bigint NOT NULL',
    '+   remark text',
  ]);
});

it('shows a whole object that came or went', () => {
  expect(differences(text(orders), text(orders, view))).toEqual(['+ VIEW published_orders_v1', '+   order_id uuid']);
  expect(differences(text(orders, view), text(orders))).toEqual(['- VIEW published_orders_v1', '-   order_id uuid']);
});

it('does not take another order for the same', () => {
  expect(differences(text(orders, view), text(view, orders))).toEqual(['  the same lines, in another order']);
});
