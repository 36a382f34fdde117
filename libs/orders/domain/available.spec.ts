import { expect, it } from '@jest/globals';
import { haveLeft, poolsOf } from './available.js';
import type { Claim } from './claim.js';

const claim = (point: string, before: number, floor = 0, demand = before): Claim => ({
  orderLineId: `${point}-${before}-${floor}`,
  inPlaceOf: null,
  bundle: 'SC01',
  point,
  increments: [{ portions: demand, seenAt: '2026-11-24T20:00:00.000000Z' }],
  place: 0,
  priority: false,
  shortBefore: 0,
  floor,
  before,
});
const held = (kind: string, ref: string, portions: number) => ({ bundle: 'SC01', kind, ref, portions });
const points = ['north', 'south'];

it('divides what was bought between all points before logistics holds anything', () => {
  expect(
    poolsOf({ points, bought: { SC01: 9 }, held: [], isPickupOver: false, moves: [] }, [claim('north', 5), claim('south', 5)]),
  ).toEqual([{ bundle: 'SC01', points, portions: 9 }]);
});
it('knows nothing of a bundle that nobody has bought yet', () => {
  expect(poolsOf({ points, bought: {}, held: [], isPickupOver: false, moves: [] }, [claim('north', 5)])).toEqual([]);
});
it('counts what is at the shop as long as nothing has left it', () => {
  const places = [held('supplier', 'p', 9), held('source', 'purchase', -9)];
  expect(poolsOf({ points, bought: { SC01: 9 }, held: places, isPickupOver: false, moves: [] }, [claim('north', 9)])).toEqual([
    { bundle: 'SC01', points, portions: 9 },
  ]);
});
it('what was damaged or sorted at the shop is no sign that the rest has been left behind', () => {
  const places = [held('supplier', 'p', 8), held('damaged', '', 1), held('sorting', '', 1), held('source', 'purchase', -10)];
  expect(poolsOf({ points, bought: { SC01: 10 }, held: places, isPickupOver: false, moves: [] }, [claim('north', 9)])).toEqual([
    { bundle: 'SC01', points, portions: 8 },
  ]);
});
it('counts what is on the bus, and not what it has left behind, or what is damaged, missing or returned', () => {
  const places = [
    held('supplier', 'p', 3),
    held('bus', 't', 4),
    held('damaged', '', 1),
    held('missing', '', 1),
    held('source', 'purchase', -9),
  ];
  expect(poolsOf({ points, bought: { SC01: 9 }, held: places, isPickupOver: false, moves: [] }, [claim('north', 9)])).toEqual([
    { bundle: 'SC01', points, portions: 4 },
  ]);
});
it('with one point all of it is there, with what has been handed out', () => {
  const places = [held('pickup-point', 'north', 3), held('bus', 't', 1), held('household', '', 5), held('source', 'purchase', -9)];
  expect(poolsOf({ points: ['north'], bought: { SC01: 9 }, held: places, isPickupOver: false, moves: [] }, [claim('north', 9, 5)])).toEqual(
    [{ bundle: 'SC01', points: ['north'], portions: 9 }],
  );
});
it('once a point has some, each has its own and what is planned to come to it', () => {
  const places = [held('pickup-point', 'north', 4), held('bus', 't', 5), held('damaged', '', 1), held('source', 'purchase', -10)];
  expect(
    poolsOf({ points, bought: { SC01: 10 }, held: places, isPickupOver: false, moves: [] }, [claim('north', 5), claim('south', 5)]),
  ).toEqual([
    { bundle: 'SC01', points: ['north'], portions: 5 },
    { bundle: 'SC01', points: ['south'], portions: 4 },
  ]);
});
it('what comes beyond the plan goes where something is still wanted', () => {
  const places = [held('pickup-point', 'north', 4), held('bus', 't', 5), held('source', 'surplus', -9)];
  expect(
    poolsOf({ points, bought: { SC01: 9 }, held: places, isPickupOver: false, moves: [] }, [claim('north', 4), claim('south', 3, 0, 6)]),
  ).toEqual([
    { bundle: 'SC01', points: ['north'], portions: 4 },
    { bundle: 'SC01', points: ['south'], portions: 5 },
  ]);
});
it('what has not come to a point by the time that all are closed comes no more', () => {
  const places = [held('pickup-point', 'north', 4), held('store', '', 5), held('source', 'purchase', -9)];
  expect(
    poolsOf({ points, bought: { SC01: 9 }, held: places, isPickupOver: true, moves: [] }, [claim('north', 4), claim('south', 5)]),
  ).toEqual([
    { bundle: 'SC01', points: ['north'], portions: 4 },
    { bundle: 'SC01', points: ['south'], portions: 0 },
  ]);
});
it('goods at a point whose orders have moved are for those who have moved: somebody carries them over', () => {
  const places = [held('pickup-point', 'north', 4), held('pickup-point', 'south', 2), held('bus', 't', 3), held('source', 'purchase', -9)];
  const moves = [{ building: null, from: 'north', to: 'south' }];
  const all = ['north', 'south', 'east'];
  expect(
    poolsOf({ points: all, bought: { SC01: 9 }, held: places, isPickupOver: false, moves }, [claim('south', 6), claim('east', 3)]),
  ).toEqual([
    { bundle: 'SC01', points: ['east'], portions: 3 },
    { bundle: 'SC01', points: ['north', 'south'], portions: 6 },
  ]);
});

it.each([
  ['a donation at the gate', [held('source', 'donation', -2), held('pickup-point', 'north', 2)], false],
  ['what another run has passed on', [held('source', 'carried-in', -2), held('bus', 't', 2)], false],
  ['what was lost at the shop', [held('source', 'purchase', -9), held('supplier', 'p', 8), held('damaged', '', 1)], false],
  ['what was passed on there', [held('source', 'purchase', -9), held('supplier', 'p', 8), held('carried-out', 'r', 1)], false],
  ['a loaded bus', [held('source', 'purchase', -9), held('supplier', 'p', 4), held('bus', 't', 5)], true],
  ['a loaded bus with a surplus', [held('source', 'purchase', -9), held('source', 'surplus', -1), held('bus', 't', 10)], true],
])('%s is no sign that goods have left the shop, but what was bought and is elsewhere', (_what, places, left) => {
  expect(haveLeft(places)).toBe(left);
  const pools = poolsOf({ points, bought: { SC01: 9 }, held: places, isPickupOver: false, moves: [] }, []);
  const atTheShop = places.find(({ kind }) => kind === 'supplier')?.portions ?? 0;
  const elsewhere = places.filter(({ kind }) => kind === 'pickup-point' || kind === 'bus').reduce((all, { portions }) => all + portions, 0);
  expect(pools.reduce((all, { portions }) => all + portions, 0)).toBe(elsewhere + (left ? 0 : atTheShop));
});
