import { expect, it } from '@jest/globals';
import { fen } from '@jielong/kernel';
import { accounts } from './money.js';
import { checkClosed, checkNotConcerned, supplementing } from './supplementary.js';

it.each([
  [{ household: 'h' }, 'pays', accounts.household('h'), accounts.fund],
  [{ household: 'h' }, 'gets', accounts.fund, accounts.household('h')],
  [{ supplier: '超市' }, 'gets', accounts.fund, accounts.supplier('超市')],
  [{ person: 'S004' }, 'pays', accounts.cash('S004'), accounts.fund],
  [{ person: 'S004' }, 'gets', accounts.fund, accounts.advance('S004')],
] as const)('%j that %s is posted against the fund', (who, direction, debit, credit) => {
  expect(supplementing('run', 2, [{ who, direction, amountFen: fen(500) }])).toEqual([
    { kind: 'supplementary', subject: 'settlement run 2 line 1', debit, credit, amountFen: 500 },
  ]);
});

it('comes after closing, and is approved by nobody who is in it', () => {
  expect(() => checkClosed('settling')).toThrow(expect.objectContaining({ code: 'not-closed' }));
  expect(() => checkClosed('cancelled')).toThrow(expect.objectContaining({ code: 'not-closed' }));
  expect(() => checkClosed('closed')).not.toThrow();
  const lines = [{ who: { person: 'S004' }, direction: 'gets', amountFen: fen(1) }] as const;
  expect(() => checkNotConcerned('S004', lines)).toThrow(expect.objectContaining({ code: 'own-money' }));
  expect(() => checkNotConcerned('S003', lines)).not.toThrow();
});
