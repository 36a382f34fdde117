import { describe, expect, test } from '@jest/globals';
import { ledger } from './custody.js';
import { doneSteps } from './goods.js';
import { wrapUp, disposal, day, twoStops, said, handedOut, held, codeOf } from './spec/bad-day.js';

describe('a day from paper', () => {
  test('says that all before it has happened, and asks for nothing but the rest', () => {
    const run = said(twoStops, wrapUp());
    expect(held(run)).toEqual({ 'source:purchase': -10, 'pickup-point:south': 6, 'pickup-point:north': 4 });
    const booked = ledger(run).filter(({ kind }) => kind !== 'receive');
    expect(new Set(booked.map(({ evidence }) => evidence))).toEqual(new Set(['assumed']));
    expect(doneSteps(run)).toEqual(expect.arrayContaining(['closePickup@south', 'closePickup@north']));
  });
  test('counts what is left only once everybody has got theirs', () => {
    const run = said(day, wrapUp(1));
    expect(held(run)).toMatchObject({ 'pickup-point:south': 10 });
    const listed = handedOut({ ...run, wrapUp: run.wrapUp && { ...run.wrapUp, listed: true } }, 8);
    expect(held(listed)).toEqual({ 'source:purchase': -10, 'pickup-point:south': 1, 'missing:': 1 });
    expect(held(handedOut(listed, 10))).toMatchObject({ 'source:surplus': -1, 'pickup-point:south': 1 });
  });
  test('is refused after disposal, after another that was handed out, and with a count of several points', () => {
    expect(codeOf(() => said(day, disposal(), wrapUp()))).toBe('already-disposed');
    const run = said(day, wrapUp());
    const listed = { ...run, wrapUp: run.wrapUp && { ...run.wrapUp, listed: true } };
    expect(codeOf(() => said(listed, { ...wrapUp(), reportId: 'w2', corrects: 'wrap-up' }))).toBe('already-reported');
    expect(codeOf(() => said(twoStops, wrapUp(1)))).toBe('which-place');
  });
});
