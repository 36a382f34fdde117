import { describe, expect, test } from '@jest/globals';
import type { Decision } from './answers.js';
import { checkAnswers } from './check-answers.js';
import { readEntries, register } from './spec/round.js';
import type { Line } from './types.js';

const held = (entries: string): Line => {
  const line = readEntries(entries).lines.at(-1);
  if (line?.status !== 'held') throw new Error('nothing is held');
  return line;
};
/** The orders after the last entry was answered. */
const after = (entries: string, ...decisions: readonly Decision[]): string => {
  const { fingerprint } = held(entries);
  const reading = readEntries(
    entries,
    decisions.map((decision) => ({ ...decision, fingerprint })),
  );
  const orders = reading.orders.map(({ householdId, items }) =>
    [householdId, ...Object.entries(items).map((item) => item.join(''))].join(' '),
  );
  return reading.lines.at(-1)?.status === 'held' ? `held: ${reading.lines.at(-1)?.reason}` : orders.join('; ');
};

describe('an answer', () => {
  test.each<[string, Decision[], string]>([
    ['1. 3-2-501 A3', [{ choose: 'edit', items: { SC: 2 } }], '3-2-501 SC2'],
    ['1. 3-2-501 A3', [{ choose: 'drop' }], ''],
    ['1. 3-501 A1', [{ choose: 'room', room: '3栋2单元501' }], '3-2-501 SC1'],
    ['1. 3-501 A3', [{ choose: 'room', room: '3-2-501' }], 'held: over_limit'],
    [
      '1. 3-501 A3',
      [
        { choose: 'room', room: '3-2-501' },
        { choose: 'edit', items: { SC: 1 } },
      ],
      '3-2-501 SC1',
    ],
    ['1. 3-501 A1', [{ choose: 'room', room: '3-2-999' }], 'held: incomplete_room'],
    ['1. 云飞苑3-2-501 A1', [{ choose: 'room', room: '3-2-501' }], '3-2-501 SC1'],
    ['1. 3-2-501和502 A1', [{ choose: 'room', room: '3-2-502' }], '3-2-502 SC1'],
    ['1. 3-2-501 帮隔壁 A1', [{ choose: 'room', room: '3-2-502' }], '3-2-502 SC1'],
    ['1. 3-1-102 A1', [{ choose: 'household', household: '3-1-102-b' }], '3-1-102-b SC1'],
    ['1. 3-1-102 A1', [{ choose: 'household', household: 'elsewhere' }], 'held: several_households'],
    ['1. 3-2-501 面2份', [{ choose: 'bundle', bundle: 'GM' }], '3-2-501 GM2'],
    ['1. 3-2-501 A或C2份', [{ choose: 'bundle', bundle: 'JD' }], '3-2-501 JD2'],
    ['1. 3-2-501 面2份', [{ choose: 'bundle', bundle: 'SC' }], 'held: ambiguous_item'],
    ['1. 3-2-501 A1\n2. 3-2-501 A1', [{ choose: 'add' }], '3-2-501 SC2'],
    ['1. 3-2-501 A1\n2. 3-2-501 C1', [{ choose: 'replace' }], '3-2-501 JD1'],
    ['1. 3-2-501 A1\n2. 3-2-501 A1', [{ choose: 'drop' }], '3-2-501 SC1'],
    ['1. 3-2-501 再加A1', [{ choose: 'add' }], '3-2-501 SC1'],
    ['1. 3-2-501 A1\n截单\n2. 3-2-502 C1', [{ choose: 'accept' }], '3-2-501 SC1; 3-2-502 JD1'],
    ['1. 3-2-501 A1\n截单\n2. 3-2-501 取消', [{ choose: 'accept' }], ''],
    ['1. 3-2-501 A1\n截单\n2. 3-2-501 C1', [{ choose: 'accept' }], 'held: possible_duplicate'],
    ['1. 3-2-501 A1？', [{ choose: 'accept' }], '3-2-501 SC1'],
    ['1. 3-2-501 A1，共5份', [{ choose: 'accept' }], '3-2-501 SC1'],
    ['1. 3-2-501 啤酒1箱', [{ choose: 'edit', items: { NN: 1 } }], 'held: item_not_open'],
    ['1. 3-2-501 A1，代502 啤酒1箱', [{ choose: 'edit', items: { JD: 1 } }], '3-2-501 SC1; 3-2-502 JD1'],
    [
      '1. 3-2-501 A3，代502 啤酒',
      [
        { choose: 'edit', order: 1, items: { SC: 1 } },
        { choose: 'edit', order: 2, items: { JD: 1 } },
      ],
      '3-2-501 SC1; 3-2-502 JD1',
    ],
  ])('to %j', (entries, decisions, result) => expect(after(entries, ...decisions)).toBe(result));

  test('is offered with what there is to choose from', () => {
    expect(held('1. 3-501 A1').choices).toEqual([{ choose: 'room', rooms: ['3-1-501', '3-2-501'] }, { choose: 'drop' }]);
    expect(held('1. 3-1-102 A1').choices).toEqual([{ choose: 'household', households: ['3-1-102', '3-1-102-b'] }, { choose: 'drop' }]);
    expect(held('1. 3-2-501 C1 面1').choices).toEqual([
      { choose: 'bundle', bundles: ['MF', 'GM'] },
      { choose: 'edit', order: 1, items: { JD: 1 } },
      { choose: 'drop' },
    ]);
    expect(held('1. 3-2-501 A1\n2. 3-2-501 A1').choices.map(({ choose }) => choose)).toEqual(['add', 'replace', 'drop']);
    expect(held('1. 3-2-501 取消').choices).toEqual([{ choose: 'drop' }]);
  });

  test('is kept by text and occurrence: serial, spaces and emoji do not matter, the text does', () => {
    const prints = (entries: string): string[] => readEntries(entries).lines.map(({ fingerprint }) => fingerprint);
    expect(prints('1. 3-501 A1\n2. 3-501 A1')).toEqual(['1|3-501 A1', '2|3-501 A1']);
    expect(prints('7、 ３－５０１　 A1🌸')).toEqual(['1|3-501 A1']);
    expect(prints('1. 3-501 A2')).not.toEqual(prints('1. 3-501 A1'));
  });

  test('lets the entry below copy what was answered', () => {
    const text = '1. 3-2-501 A3\n2. 3-2-502 同上';
    const fingerprint = readEntries(text).lines[0]?.fingerprint ?? '';
    expect(readEntries(text, [{ fingerprint, choose: 'edit', items: { SC: 1 } }]).totals.portions).toBe(2);
    expect(readEntries(text, [{ fingerprint, choose: 'drop' }]).lines[1]?.reason).toBe('unclear_same_as_above');
  });
});

test.each<[Decision, string]>([
  [{ choose: 'room', room: '3-2-999' }, 'answer-room-unknown'],
  [{ choose: 'room', room: '501' }, 'answer-room-unknown'],
  [{ choose: 'household', household: 'x' }, 'answer-household-unknown'],
  [{ choose: 'bundle', bundle: 'NN' }, 'answer-bundle-not-open'],
  [{ choose: 'edit', items: { NN: 1 } }, 'answer-bundle-not-open'],
  [{ choose: 'edit', items: { SC: 0 } }, 'answer-quantity'],
  [{ choose: 'edit', items: {} }, 'answer-quantity'],
])('an answer that no reading could take is refused: %j', (decision, code) => {
  expect(() => checkAnswers(readEntries('1. 3-501 A1'), register, [decision])).toThrow(expect.objectContaining({ code }));
});
