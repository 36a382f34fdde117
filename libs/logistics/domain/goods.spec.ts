import { describe, expect, test } from '@jest/globals';
import { ledger } from './custody.js';
import { doneSteps, inFlightOf, outlookOf } from './goods.js';
import { hear } from './reports.js';
import type { RunSaid } from './said.js';
import { loading, handoff, close, disposal, planned, bought, handedOut, twoStops, said } from './spec/one-bus.js';

describe('what is to be asked', () => {
  test('nothing becomes of the rest where nothing is left', () => {
    const run = said(handedOut(10, said(bought(10), handoff())), close());
    expect([inFlightOf(run), doneSteps(run).includes('disposeRemainder')]).toEqual([0, true]);
    expect(doneSteps(said(handedOut(9, said(bought(10), handoff())), close()))).not.toContain('disposeRemainder');
  });

  test('another allocation is due when the outlook changes, and not when all is as expected', () => {
    const day = bought(10, twoStops);
    expect(outlookOf(day)).not.toEqual(outlookOf(twoStops));
    expect(outlookOf(said(day, loading()))).toEqual(outlookOf(day));
    expect(outlookOf(said(day, loading(), handoff()))).toEqual(outlookOf(day));
    expect(outlookOf(said(day, loading([{ bundle: 'SC01', damaged: 1 }])))).not.toEqual(outlookOf(day));
    expect(outlookOf(said(day, handoff([{ bundle: 'SC01', missing: 1 }])))).not.toEqual(outlookOf(day));
    expect(outlookOf(said(day, handoff([{ bundle: 'SC01', portions: 5 }])))).not.toEqual(outlookOf(day));
    expect(outlookOf(said(day, close({ SC01: 5 })))).not.toEqual(outlookOf(said(day, handoff())));
  });
});

describe('a run that is called off', () => {
  const off = (run: RunSaid): RunSaid => ({ ...run, calledOff: true });

  test('asks nobody for anything where nothing was bought', () => {
    expect(doneSteps(off(planned)).toSorted()).toEqual(
      ['closePickup@p-south', 'confirmHandoff@south', 'confirmLoading@trip', 'confirmPurchase@shop', 'disposeRemainder'].toSorted(),
    );
    expect(ledger(off(planned))).toEqual([]);
  });

  test('still asks a laden bus where it leaves its goods, and the coordinator what becomes of them', () => {
    const [run] = hear([bought(10)], loading());
    expect(doneSteps(off(run ?? planned))).not.toContain('confirmHandoff@south');
    expect(doneSteps(off(run ?? planned))).not.toContain('disposeRemainder');
  });

  test('divides again when a pickup is taken back: nobody is promised what they have not got', () => {
    const [arrived, fetched] = [said(bought(10), handoff()), handedOut(4, said(bought(10), handoff()))];
    expect(outlookOf(fetched)).toEqual(outlookOf(arrived));
    expect(outlookOf(off(fetched))).not.toEqual(outlookOf(off(arrived)));
    expect(outlookOf(off(arrived))).toEqual(outlookOf(arrived));
  });

  test('disposes of goods where they are: nobody assumes that they went further', () => {
    const [run] = hear([off(bought(10))], disposal());
    expect(ledger(run ?? planned).map(({ kind, from, to }) => [kind, from.kind, to.kind])).toEqual([
      ['receive', 'source', 'supplier'],
      ['dispose', 'supplier', 'returned'],
    ]);
    expect(inFlightOf(run ?? planned)).toBe(0);
  });
});
