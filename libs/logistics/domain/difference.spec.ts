import { expect, test } from '@jest/globals';
import { ledger } from './custody.js';
import { difference } from './difference.js';
import { handoff, planned, bought, said } from './spec/one-bus.js';

test('the difference between two ledgers reverses what no longer holds, and adds the rest', () => {
  const [before, after] = [ledger(said(planned, handoff())), ledger(said(bought(9), handoff()))];
  expect(difference(before, after).map(({ kind, portions }) => `${kind} ${portions}`)).toEqual([
    'reverse 10',
    'reverse 10',
    'reverse 10',
    'receive 9',
    'load 9',
    'hand-off 9',
  ]);
  expect(difference(after, after)).toEqual([]);
});
