import { expect, test } from '@jest/globals';
import { checkChoice, choicesOf, counted } from './pickup-conflict.js';

const order = 'o';
test.each<[string, string | null, string[]]>([
  ['already-handed-out', order, ['dismiss', 'count', 'reverse-first']],
  ['nothing-left', order, ['dismiss', 'count', 'reverse-first']],
  ['more-than-allocated', order, ['dismiss', 'count', 'reverse-first']],
  ['not-on-shift', order, ['dismiss', 'count', 'reverse-first']],
  ['not-at-the-point', order, ['dismiss', 'count']],
  ['not-ready', order, ['dismiss', 'count']],
  ['wrong-place', order, ['dismiss', 'count']],
  ['wrong-place', null, ['dismiss']],
  ['unknown-code', null, ['dismiss']],
  ['several-households', null, ['dismiss']],
  ['scan-id-reused', null, ['dismiss']],
  ['malformed', null, ['dismiss']],
])('%s of order %s can be decided as %j', (code, orderId, choices) => {
  expect(choicesOf({ code, orderId }).map(({ choice }) => choice)).toEqual(choices);
  checkChoice({ code, orderId }, 'dismiss');
});

test('anything else is refused, with what can be chosen', () => {
  const refused = expect.objectContaining({ code: 'no-such-choice', details: { choice: 'count', choices: ['dismiss'] } });
  expect(() => checkChoice({ code: 'unknown-code', orderId: null }, 'count')).toThrow(refused);
});

test('what counts is what the scan says, as far as it is still to be given', () => {
  const line = (orderLineId: string, bundle: string, portions: number, handedOut: number) => ({ orderLineId, bundle, portions, handedOut });
  const lines = [line('a', 'SC01', 3, 1), line('b', 'JD01', 1, 1)];
  expect(counted(lines, undefined)).toEqual([{ orderLineId: 'a', bundle: 'SC01', portions: 2 }]);
  expect(counted(lines, { SC01: 5, JD01: 1 })).toEqual([{ orderLineId: 'a', bundle: 'SC01', portions: 2 }]);
  expect(() => counted(lines, { JD01: 1 })).toThrow(expect.objectContaining({ code: 'nothing-to-count' }));
});
