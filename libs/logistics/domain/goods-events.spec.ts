import { describe, expect, test } from '@jest/globals';
import type { GoodsEvent, LogisticsStepReport } from '@jielong/logistics-contract';
import { ledger } from './custody.js';
import { outlookOf } from './goods.js';
import { loading, handoff, note, day, twoStops, said, handedOut, held, codeOf } from './spec/bad-day.js';

describe('notes of goods', () => {
  const lost = (at: GoodsEvent['at'], portions = 1): GoodsEvent => ({ what: 'damaged', at, bundle: 'SC01', portions });
  const given = (at: GoodsEvent['at'], portions = 3): GoodsEvent => ({ what: 'donated', at, bundle: 'SC01', portions });
  const sorted: GoodsEvent = { what: 'sorted', at: 'supplier', bundle: 'DC01', portions: 1, into: { bundle: 'SC01', portions: 20 } };
  const whole = [loading(), handoff()];

  test.each<[string, LogisticsStepReport[], Record<string, number>]>([
    ['lost at the shop: the bus takes the rest', [note([lost('supplier')]), ...whole], { 'damaged:': 1, 'pickup-point:south': 9 }],
    ['lost on the road, heard before or after', [loading(), handoff(), note([lost('bus')])], { 'damaged:': 1, 'pickup-point:south': 9 }],
    ['lost at the gate', [...whole, note([lost('pickup-point', 2)])], { 'damaged:': 2, 'pickup-point:south': 8 }],
    ['given on the road', [note([given('bus')]), ...whole], { 'source:donation': -3, 'pickup-point:south': 13 }],
    ['given at the gate', [note([given('pickup-point')]), ...whole], { 'source:donation': -3, 'pickup-point:south': 13 }],
    ['made of bulk goods', [note([sorted]), ...whole], { 'sorting:': -20, 'pickup-point:south': 30 }],
  ])('%s', (_says, reports, expected) => {
    expect(held(said(day, ...reports))).toEqual({ 'source:purchase': -10, ...expected });
  });

  test('sorting takes from one account what it makes in the other', () => {
    expect(held(said(day, note([sorted])), 'DC01')).toEqual({ 'source:purchase': -1, 'sorting:': 1 });
  });
  test('what households have got cannot be lost any more', () => {
    const run = handedOut(said(day, ...whole), 9);
    expect(held(said(run, note([lost('pickup-point')])))).toMatchObject({ 'damaged:': 1 });
    expect(codeOf(() => said(run, note([lost('pickup-point', 2)])))).toBe('more-than-held');
  });
  test('losses and gifts at a gate ask for another version', () => {
    const run = said(day, ...whole);
    for (const event of [lost('pickup-point'), given('pickup-point')])
      expect(outlookOf(said(run, note([event])))).not.toEqual(outlookOf(run));
  });
  test('may be made any number of times; a correction replaces one of them, or takes it back', () => {
    const twice = said(day, ...whole, note([lost('pickup-point')]), note([lost('pickup-point')], { id: 'note-2' }));
    expect(held(twice)).toMatchObject({ 'damaged:': 2 });
    const mended = said(twice, note([lost('pickup-point', 3)], { id: 'note-3', corrects: 'note' }));
    expect(held(mended)).toMatchObject({ 'damaged:': 4 });
    expect(held(said(mended, note([], { id: 'note-4', corrects: 'note-3' })))).toMatchObject({ 'damaged:': 1 });
    expect(codeOf(() => said(mended, note([], { id: 'note-4', corrects: 'note' })))).toBe('not-current');
    expect(codeOf(() => said(day, note([])))).toBe('nothing-noted');
  });
  test('make no difference by the order in which they are heard', () => {
    const notes = [note([lost('bus')], { id: 'a' }), note([given('bus')], { id: 'b' }), note([sorted], { id: 'c' })];
    const [loaded, handedOver] = whole.map((report) => [report]);
    const one = said(day, ...(loaded ?? []), ...notes, ...(handedOver ?? []));
    expect(ledger(one)).toEqual(ledger(said(day, ...whole, ...notes.toReversed())));
  });
  test('say where, when there are several places', () => {
    expect(codeOf(() => said(twoStops, note([given('pickup-point')])))).toBe('which-place');
    expect(codeOf(() => said(twoStops, note([{ ...given('pickup-point'), ref: 'elsewhere' }])))).toBe('unknown-place');
    expect(held(said(twoStops, note([{ ...given('pickup-point'), ref: 'north' }])))).toMatchObject({ 'pickup-point:north': 3 });
  });
});
