import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ledger } from './custody.js';
import { expectedHandoff, expectedLoading } from './expected.js';
import { bought, handedOut, handoff, loading, planned, said, twoStops } from './spec/one-bus.js';

test('before anybody has said anything the bus is to take what is to be bought', () => {
  expect(expectedLoading(planned, 'trip')).toEqual({ SC01: 10 });
  expect(expectedHandoff(planned, 'south')).toEqual({ SC01: 10 });
});

test('what was bought is what is to be loaded, and each stop gets its share of what is on the bus', () => {
  const day = bought(8, twoStops);
  expect(expectedLoading(day, 'trip')).toEqual({ SC01: 8 });
  expect(expectedHandoff(bought(10, twoStops), 'north')).toEqual({ SC01: 4 });
  expect(expectedHandoff(said(bought(10, twoStops), loading([{ bundle: 'SC01', portions: 9 }]), handoff()), 'north')).toEqual({ SC01: 3 });
});

test('what is reported, or not there, is expected no more', () => {
  expect(expectedLoading(said(bought(10), loading()), 'trip')).toEqual({});
  expect(expectedHandoff(said(bought(10), handoff()), 'south')).toEqual({});
  expect(expectedLoading(planned, 'another')).toEqual({});
});

test('where "as expected" would contradict what others have said, nothing is expected', () => {
  expect(expectedHandoff(handedOut(9, bought(8)), 'south')).toEqual({});
});

test('"as expected" books just what was said to be expected', () => {
  fc.assert(
    fc.property(fc.nat(20), fc.nat(20), (portions, loaded) => {
      const day = said(bought(portions), loading([{ bundle: 'SC01', portions: Math.min(portions, loaded) }]));
      const booked = ledger(said(day, handoff())).filter(({ kind }) => kind === 'hand-off');
      expect(expectedHandoff(day, 'south')).toEqual(Object.fromEntries(booked.map(({ bundle, portions: n }) => [bundle, n])));
    }),
  );
});
