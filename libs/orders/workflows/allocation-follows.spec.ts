import { expect, test } from '@jest/globals';
import type { GoodsState } from '@jielong/logistics-contract';
import type { RunState } from '@jielong/orders-contract';
import { following } from './allocation-follows.js';

const allocation = { version: 1, basis: 1, effective: true };
const orders: RunState = {
  stage: 'distributing',
  cutOffAt: '2026-11-24T12:00:00Z',
  done: [],
  bundles: ['SC01'],
  purchases: ['p'],
  bought: true,
  unreceived: [],
  calledOff: false,
  allocation,
  portions: 10,
  households: 10,
};
const counted = { change: 1, allocationVersion: 1, inFlight: 10, handedOut: 0 };
const goods: GoodsState = { done: [], trips: [], stops: [], points: [], ...counted, calledOff: false, disputes: [], wrapUp: null };

/** What is asked of the two services, of which each does what it is asked. */
async function askedAfter(run: {
  orders?: Partial<RunState>;
  goods?: Partial<GoodsState>;
  afterDividing?: Partial<RunState>;
  isStale?: boolean;
}): Promise<string[]> {
  const asked: string[] = [];
  const before = { orders: { ...orders, ...run.orders }, goods: { ...goods, ...run.goods } };
  const followed = following({
    community: 'sample',
    runId: 'r',
    orders: {
      allocate: async () => {
        asked.push('allocate');
        const allocation = { version: before.orders.allocation.version || 1, basis: before.goods.change, effective: true };
        return { ...before.orders, placesChanged: false, allocation, ...run.afterDividing };
      },
    },
    logistics: {
      readGoods: async () => {
        asked.push('read goods');
        return before.goods;
      },
      callOff: async () => {
        asked.push('call off');
        return { ...before.goods, calledOff: true };
      },
      receivePurchase: async (_community, purchase) => {
        asked.push(`receive ${purchase}`);
        return before.goods;
      },
      handOutListed: async () => {
        asked.push('hand out');
        return { ...before.goods, wrapUp: null };
      },
      takeOverAllocation: async (_community, _run, version) => {
        asked.push(`take over ${version}`);
        return { ...before.goods, allocationVersion: version };
      },
    },
    note: (text) => void asked.push(text),
  });
  await followed(before, run.isStale);
  return asked;
}

test.each([
  ['a version that stands for the goods and was taken over stays', {}, []],
  [
    'what was bought is divided',
    { orders: { allocation: { version: 0, basis: -1, effective: false } }, goods: { allocationVersion: 0 } },
    ['allocate', 'take over 1'],
  ],
  ['goods that are others are divided again', { goods: { change: 2 } }, ['allocate']],
  ['orders that are collected elsewhere are divided again', { orders: { placesChanged: true } }, ['allocate']],
  ['a day from paper is handed out', { goods: { wrapUp: 'w' } }, ['hand out']],
  ['a day from paper is handed out after the goods are divided', { goods: { wrapUp: 'w', change: 2 } }, ['allocate', 'hand out']],
  [
    'a version that waits for a person is waited for',
    { orders: { allocation: { ...allocation, effective: false } }, goods: { allocationVersion: 0 } },
    [],
  ],
  [
    'goods that have come do not wait for a person',
    { orders: { allocation: { ...allocation, effective: false } }, goods: { allocationVersion: 0, done: ['confirmHandoff@s'] } },
    ['allocate', 'take over 1'],
  ],
  ['a purchase that orders has written and logistics has not booked is told', { orders: { unreceived: ['p'] } }, ['receive p']],
  [
    'so is one of which orders says so only once it has divided',
    { goods: { change: 2 }, afterDividing: { unreceived: ['p'] } },
    ['allocate', 'receive p'],
  ],
  ['once the books are closed it is not', { orders: { stage: 'closed' as const, unreceived: ['p'] } }, []],
  ['goods of a run that is called off are handed out no more', { orders: { calledOff: true } }, ['call off']],
  [
    'what is reported while the books are settled is divided too',
    { orders: { stage: 'settling' as const }, goods: { change: 2 } },
    ['allocate'],
  ],
  [
    'goods that are others than was read are divided before they are read',
    { isStale: true, afterDividing: { allocation: { version: 2, basis: 2, effective: true } } },
    ['allocate', 'take over 2'],
  ],
  ['and read where that makes no version', { isStale: true }, ['allocate', 'read goods']],
  [
    'and where it makes one that waits for a person',
    { isStale: true, afterDividing: { allocation: { version: 2, basis: 2, effective: false } } },
    ['allocate', 'read goods'],
  ],
  ['goods that nobody divides yet are only read', { isStale: true, orders: { stage: 'confirming' as const } }, ['read goods']],
  ['what is closed is divided no more', { orders: { stage: 'closed' as const }, goods: { change: 2 } }, []],
])('%s', async (_what, run, asked) => {
  expect(await askedAfter(run)).toEqual(asked);
});
