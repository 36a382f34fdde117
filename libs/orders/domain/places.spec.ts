import { expect, test } from '@jest/globals';
import { carriedBetween, checkMovable, pointAfter } from './places.js';

const gate = (from: string, to: string) => ({ building: null, from, to });
const building = (name: string, from: string, to: string) => ({ building: name, from, to });

test.each([
  ['nobody has moved', [], 'north'],
  ['the whole gate has moved', [gate('north', 'south')], 'south'],
  ['another gate has moved', [gate('east', 'south')], 'north'],
  ['its building has moved', [building('3', 'north', 'south')], 'south'],
  ['another building has moved', [building('4', 'north', 'south')], 'north'],
  ['the gate moved, and moved on', [gate('north', 'south'), gate('south', 'east')], 'east'],
  ['the gate moved, and back again', [gate('north', 'south'), gate('south', 'north')], 'north'],
  ['another gate moved here before', [gate('south', 'north'), gate('north', 'east')], 'east'],
])('%s: building 3, usually at north, collects there', (_what, moves, point) => {
  expect(pointAfter(moves, '3', 'north')).toBe(point);
});

test('points whose orders have moved share what is carried between them', () => {
  const points = ['a', 'b', 'c', 'd'];
  expect(carriedBetween(points, [])).toEqual([['a'], ['b'], ['c'], ['d']]);
  expect(carriedBetween(points, [gate('a', 'b'), building('1', 'b', 'd')]).map((group) => group.toSorted())).toEqual([
    ['c'],
    ['a', 'b', 'd'],
  ]);
});

test.each(['settling', 'closed', 'voided', 'cancelled'] as const)('nobody moves once the run is %s', (stage) => {
  expect(() => checkMovable(stage, false)).toThrow(expect.objectContaining({ code: 'pickup-over' }));
});
test('nor once it is called off; before, anybody may', () => {
  expect(() => checkMovable('distributing', true)).toThrow(expect.objectContaining({ code: 'pickup-over' }));
  expect(() => checkMovable('distributing', false)).not.toThrow();
});
