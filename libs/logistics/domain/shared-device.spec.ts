import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { offShift, personAt, type SharedDevice } from './shared-device.js';

const at = (time: string): Date => new Date(`2026-11-25T${time}+08:00`);
const device: SharedDevice = {
  until: at('18:00:00'),
  posts: [
    { code: 'D003', from: at('09:00:00') },
    { code: 'D004', from: at('12:00:00') },
  ],
};

describe('at a device of a shift from nine to six, with a change at noon, a scan', () => {
  test.each([
    ['08:54:59', 'D003', 'before'],
    ['08:55:00', 'D003', undefined],
    ['09:00:00', 'D003', undefined],
    ['11:59:59', 'D003', undefined],
    ['12:00:00', 'D004', undefined],
    ['17:59:59', 'D004', undefined],
    ['18:00:00', 'D004', 'after'],
    ['23:00:00', 'D004', 'after'],
  ])('of %s is of %s; off shift: %s', (time, person, reason) => {
    expect(personAt(device, at(time))).toBe(person);
    expect(offShift(device, at(time), at('23:30:00'))).toBe(reason);
  });

  test('that says no time is off shift, for nobody knows whose it is', () =>
    expect(offShift(device, null, at('10:00:00'))).toBe('no-time'));

  test.each([
    ['10:05:00', undefined],
    ['10:05:01', 'future'],
  ])('of %s, sent at ten: %s', (time, reason) => expect(offShift(device, at(time), at('10:00:00'))).toBe(reason));
});

const minutes = fc.integer({ min: 0, max: 1_440 });
const day = (minute: number): Date => new Date(at('00:00:00').getTime() + minute * 60_000);
test('a scan that counts was made before the end, and is of somebody who had come by then and whom nobody had followed', () => {
  fc.assert(
    fc.property(fc.uniqueArray(minutes, { minLength: 1, maxLength: 8 }), minutes, minutes, minutes, (starts, lasts, given, sent) => {
      const posts = starts.toSorted((a, b) => a - b).map((start, i) => ({ code: `D${i}`, from: day(start) }));
      const shared = { posts, until: day((starts.at(-1) ?? 0) + lasts) };
      if (offShift(shared, day(given), day(sent)) !== undefined) return;
      expect(day(given).getTime()).toBeLessThan(shared.until.getTime());
      const index = posts.findIndex(({ code }) => code === personAt(shared, day(given)));
      const next = posts[index + 1];
      expect(index).toBeGreaterThanOrEqual(0);
      expect(index === 0 || (posts[index]?.from.getTime() ?? Infinity) <= day(given).getTime()).toBe(true);
      expect(next === undefined || next.from.getTime() > day(given).getTime()).toBe(true);
    }),
  );
});
