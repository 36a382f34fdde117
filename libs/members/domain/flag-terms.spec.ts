import { describe, expect, it } from '@jest/globals';
import type { CalendarDate } from '@jielong/kernel';
import { type HouseholdFlag, householdFlags } from '@jielong/members-contract';
import fc from 'fast-check';
import { isPriority, usualFulfilment } from './care.js';
import { careOver, checkTerms, type FlagTerm, flagsOn, joinedTerms, lastingAfter, setTerms } from './flag-terms.js';

const day = (text: string) => text as CalendarDate;
const by = { setBy: 'D005', setAt: '2026-11-20T08:00:00.000Z' };
const term = (flag: HouseholdFlag, until: string | null): FlagTerm => ({ flag, until: until === null ? null : day(until), ...by });

describe('a flag counts', () => {
  it.each([
    ['2026-11-25', true],
    ['2026-11-26', true],
    ['2026-11-27', false],
  ])('to the end of its last day: on %s, %s', (on, counts) => {
    expect(flagsOn([], [term('isolated', '2026-11-26')], day(on))).toEqual(counts ? ['isolated'] : []);
  });

  it('for good where nobody has said until when', () => {
    expect(flagsOn(['disabled', 'isolated'], [term('disabled', null)], day('2099-01-01'))).toEqual(['disabled', 'isolated']);
  });
});

describe('a flag with a last day', () => {
  it.each<[string, HouseholdFlag[]]>([
    ['of the list', ['disabled']],
    ['which is the same one', ['isolated']],
    ['where there is none', []],
  ])('adds to what lasts, %s, and takes nothing of it away when it runs out', (_what, lasting) => {
    const terms = [term('isolated', '2026-11-26')];
    expect(flagsOn(lasting, terms, day('2026-11-26'))).toEqual([...new Set([...lasting, 'isolated'])]);
    expect(flagsOn(lasting, terms, day('2026-11-27'))).toEqual(lasting);
  });

  const lasts = (flag: HouseholdFlag) => ({ flag, until: null });
  const ends = (flag: HouseholdFlag) => ({ flag, until: day('2026-11-30') });
  it.each<[string, ReturnType<typeof ends | typeof lasts>[], HouseholdFlag[] | null, HouseholdFlag[] | null]>([
    ['leaves the list to say what lasts', [ends('isolated')], null, null],
    ['leaves what a person has chosen', [ends('isolated')], ['disabled'], ['disabled']],
    ['leaves that a person has chosen none at all', [ends('isolated')], [], []],
    ['ends what a person has chosen for good', [ends('isolated')], ['isolated', 'disabled'], ['disabled']],
    ['which was all that was chosen: then the list holds', [ends('isolated')], ['isolated'], null],
    ['beside one that lasts, which is chosen', [ends('isolated'), lasts('pregnant')], ['disabled'], ['pregnant']],
  ])('%s', (_what, wanted, before, after) => expect(lastingAfter(wanted, before)).toEqual(after));

  it.each([[null], [['disabled'] as const]])('is taken away by none at all (before: %j)', (before) =>
    expect(lastingAfter([], before)).toEqual([]),
  );
});

describe('what is done for a household', () => {
  it('changes on the day after each flag is over', () => {
    const terms = [term('isolated', '2026-11-30'), term('elderly-alone', '2026-12-31'), term('pregnant', '2026-11-01')];
    expect(careOver([], terms, day('2026-11-26'))).toEqual({
      now: { from: '2026-11-26', priority: true, fulfilment: 'left-at-door' },
      later: [
        { from: '2026-12-01', priority: true, fulfilment: 'to-door' },
        { from: '2027-01-01', priority: false, fulfilment: 'pick-up' },
      ],
    });
  });

  const days = fc.integer({ min: 0, max: 40 }).map((n) => new Date(Date.UTC(2026, 10, 20 + n)).toISOString().slice(0, 10));
  const terms = fc
    .uniqueArray(fc.record({ flag: fc.constantFrom(...householdFlags), until: fc.option(days) }), { selector: ({ flag }) => flag })
    .map((all) => all.map(({ flag, until }) => term(flag, until)));

  it('is at every day what its flags of that day say', () => {
    fc.assert(
      fc.property(terms, days, days, (all, one, other) => {
        const [today, later] = [one, other].toSorted();
        const flags = all.filter(({ until }) => until === null).map(({ flag }) => flag);
        const care = careOver(flags, all, day(today ?? ''));
        const then = care.later.findLast(({ from }) => from <= (later ?? '')) ?? care.now;
        const counting = flagsOn(flags, all, day(later ?? ''));
        expect([then.priority, then.fulfilment]).toEqual([isPriority(counting), usualFulfilment(counting)]);
      }),
    );
  });
});

describe('whoever sets flags', () => {
  it('is remembered for those that are new or last otherwise, and nobody else is forgotten', () => {
    const now = { setBy: 'S001', setAt: '2026-11-26T08:00:00.000Z' };
    const wanted = [
      { flag: 'isolated', until: day('2026-12-05') },
      { flag: 'disabled', until: null },
      { flag: 'pregnant', until: null },
    ] as const;
    const before = [term('isolated', '2026-11-30'), term('disabled', null)];
    expect(setTerms(wanted, { flags: ['disabled'], terms: before }, now).map(({ flag, setBy }) => [flag, setBy])).toEqual([
      ['isolated', 'S001'],
      ['disabled', 'D005'],
      ['pregnant', 'S001'],
    ]);
  });
});

describe('of two households that are one', () => {
  it.each<[string, string | null | undefined, string | null | undefined, string | null | undefined]>([
    ['the later day holds', '2026-11-30', '2026-12-05', '2026-12-05'],
    ['whatever the order', '2026-12-05', '2026-11-30', '2026-12-05'],
    ['no end holds longer', '2026-12-05', null, null],
    ['what a list says has no end', undefined, '2026-12-05', undefined],
  ])('%s', (_what, ending, staying, expected) => {
    const known = (until: string | null | undefined) => ({
      flags: until === null || until === undefined ? (['isolated'] as const) : [],
      terms: until === undefined ? [] : [term('isolated', until)],
    });
    const lasting = [ending, staying].every((until) => typeof until === 'string') ? [] : (['isolated'] as const);
    expect(joinedTerms(lasting, known(ending), known(staying)).map(({ until }) => until)).toEqual(expected === undefined ? [] : [expected]);
  });

  it('a flag of one alone keeps its term', () =>
    expect(joinedTerms([], { flags: [], terms: [term('isolated', '2026-11-30')] }, { flags: [], terms: [] })).toHaveLength(1));
});

it.each<[string, Parameters<typeof checkTerms>[0], string | null]>([
  ['none', [], null],
  ['one for good', [{ flag: 'pregnant', until: null }], null],
  ['until today', [{ flag: 'isolated', until: day('2026-11-25') }], null],
  ['until yesterday', [{ flag: 'isolated', until: day('2026-11-24') }], 'not-that-day'],
  ['for a year', [{ flag: 'isolated', until: day('2027-11-26') }], null],
  ['for longer than a year', [{ flag: 'isolated', until: day('2027-11-27') }], 'not-that-day'],
])('flags are set so, or refused: %s', (_what, wanted, code) => {
  const set = () => checkTerms(wanted, day('2026-11-25'));
  if (code === null) expect(set).not.toThrow();
  else expect(set).toThrow(expect.objectContaining({ code }));
});
