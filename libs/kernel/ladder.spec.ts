import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { afterQuiet, climbed, ladderOf } from './ladder.js';

const night = { from: '22:00', to: '07:00' };
const at = (text: string): number => Date.parse(`2026-11-24T${text}+08:00`);

test.each([
  ['in the afternoon', '15:00:00', '2026-11-24T15:00:00+08:00'],
  ['a second before the night', '21:59:59', '2026-11-24T21:59:59+08:00'],
  ['as the night begins', '22:00:00', '2026-11-25T07:00:00+08:00'],
  ['after midnight', '03:30:00', '2026-11-24T07:00:00+08:00'],
  ['as it ends', '07:00:00', '2026-11-24T07:00:00+08:00'],
])('%s nobody is told in quiet hours', (_when, time, told) => {
  expect(afterQuiet(at(time), night)).toBe(Date.parse(told));
});

test.each([
  ['at noon', '13:30:00', '2026-11-24T14:00:00+08:00'],
  ['in the morning', '09:00:00', '2026-11-24T09:00:00+08:00'],
])('quiet hours within one day hold too: %s', (_when, time, told) => {
  expect(afterQuiet(at(time), { from: '12:00', to: '14:00' })).toBe(Date.parse(told));
});

test('without quiet hours any time is right', () => expect(afterQuiet(at('23:00:00'), null)).toBe(at('23:00:00')));

test('a ladder has four rungs at most, each at or after the deadline', () => {
  const rungs = Array.from({ length: 6 }, (_, i) => ({ afterMs: i * 600_000, role: `role-${i}` }));
  const ladder = ladderOf({ dueAt: '2026-11-24T13:30:00.000Z', rungs, quietHours: night });
  expect(ladder.map(({ at: told }) => told)).toEqual([
    '2026-11-24T13:30:00.000Z',
    '2026-11-24T13:40:00.000Z',
    '2026-11-24T13:50:00.000Z',
    '2026-11-24T23:00:00.000Z', // 22:00 in Shanghai: at seven in the morning
  ]);
});

const dueAt = new Date('2026-11-24T05:00:00Z');
const ladder = ladderOf({
  dueAt: dueAt.toISOString(),
  rungs: [
    { afterMs: 0, role: 'gate-captain' },
    { afterMs: 1_800_000, role: 'coordinator' },
  ],
  quietHours: null,
});

test.each([
  ['before the deadline', '04:59:00', null, { overdue: false, rung: 0, nextAt: new Date('2026-11-24T05:00:00Z') }],
  ['at the deadline', '05:00:00', null, { overdue: true, rung: 1, nextAt: new Date('2026-11-24T05:30:00Z') }],
  ['after the last rung', '06:00:00', null, { overdue: true, rung: 2, nextAt: null }],
  ['put off past both', '05:00:00', '08:00:00', { overdue: false, rung: 0, nextAt: new Date('2026-11-24T08:00:00Z') }],
  ['put off, and that is over', '08:00:00', '08:00:00', { overdue: true, rung: 2, nextAt: null }],
])('%s', (_when, now, snoozed, expected) => {
  const snoozedUntil = snoozed === null ? null : new Date(`2026-11-24T${snoozed}Z`);
  expect(climbed({ dueAt, ladder, snoozedUntil }, new Date(`2026-11-24T${now}Z`))).toEqual(expected);
});

test('whoever follows what it names next comes to the end in as many rings as there are instants', () => {
  const rungs = fc.array(fc.nat({ max: 86_400_000 }), { maxLength: 4 });
  fc.assert(
    fc.property(rungs, fc.option(fc.nat({ max: 86_400_000 }), { nil: null }), (afters, snooze) => {
      const step = {
        dueAt,
        ladder: ladderOf({ dueAt: dueAt.toISOString(), rungs: afters.map((afterMs) => ({ afterMs, role: 'r' })), quietHours: night }),
        snoozedUntil: snooze === null ? null : new Date(dueAt.getTime() + snooze),
      };
      let rings = 0;
      for (let now: Date | null = dueAt; now !== null; now = climbed(step, now).nextAt) rings += 1;
      expect(rings).toBeLessThanOrEqual(6);
    }),
  );
});
