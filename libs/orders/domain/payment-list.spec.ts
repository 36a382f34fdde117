import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type KnownLine, planPayments } from './payment-list-plan.js';
import { readPaymentList } from './payment-list.js';

const one = (text: string) => readPaymentList(text)[0]?.reading;

describe('a line', () => {
  it.each([
    ['3-2-501 32元', '3-2-501', undefined, 3_200],
    ['4-1-602 微信 28.5', '4-1-602', 'transfer', 2_850],
    ['5-1-201 现金30', '5-1-201', 'cash', 3_000],
    ['３号楼２单元５０１室：￥28.05', '3-2-501', undefined, 2_805],
    ['3-2-501，32块 支付宝', '3-2-501', 'transfer', 3_200],
    ['12. 3-2-501 32元', '3-2-501', undefined, 3_200],
    ['12、3-2-501 32元', '3-2-501', undefined, 3_200],
    ['12.3-2-501 32元', '3-2-501', undefined, 3_200],
    ['3-501 32', '3--501', undefined, 3_200],
  ])('"%s" is read', (text, room, way, amountFen) => {
    const reading = one(text);
    expect(reading && [reading.room.building, reading.room.unit ?? '', reading.room.room].join('-')).toBe(room);
    expect(reading).toMatchObject({ amountFen });
    expect(reading?.way).toBe(way);
  });

  it.each([
    '3-2-501',
    '32元',
    '3-2-501 张阿姨 32元',
    '3-2-501 32元 还差2元',
    '3-2-501 32.555',
    '3-2-501 32块5',
    '3-2-501 0元',
    '3-2-501 -5元',
    '3-2-501 三十二元',
    '3-2-501 微信32元现金',
    '3.2-501 32元',
    '3、2-501 32元',
    '3)2-501 32元',
    '3-2-501 32 30',
    '收款名单',
  ])('"%s" is asked back', (text) => {
    expect(readPaymentList(text)).toMatchObject([{ line: 1, text, reading: undefined }]);
  });

  it('is the same however it is spaced, and counted among those alike', () => {
    const lines = readPaymentList('3-2-501  32元\n\n１．\t3-2-501 32元\n4-1-602 28.5');
    expect(lines.map(({ line, text, occurrence }) => [line, text, occurrence])).toEqual([
      [1, '3-2-501 32元', 1],
      [3, '3-2-501 32元', 2],
      [4, '4-1-602 28.5', 1],
    ]);
  });

  it('whatever it says, is read to whole fen or not at all', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999 }), fc.string(), (amountFen, rest) => {
        expect(one(`3-2-501 ${(amountFen / 100).toFixed(2)}`)?.amountFen).toBe(amountFen);
        for (const { reading } of readPaymentList(rest)) if (reading) expect(Number.isSafeInteger(reading.amountFen)).toBe(true);
      }),
    );
  });
});

describe('a list', () => {
  const known = (text: string, candidates: Readonly<Record<string, readonly string[]>> = { '501': ['a'] }): KnownLine[] =>
    readPaymentList(text).map((line) => ({
      ...line,
      key: `${line.text}#${line.occurrence}`,
      candidates: candidates[line.reading?.room.room ?? ''] ?? [],
    }));
  const plan = (text: string, over: Partial<Parameters<typeof planPayments>[0]> = {}) =>
    planPayments({ lines: known(text), booked: new Set(), owed: new Map([['a', 3_200]]), answers: [], ...over }).map(
      ({ status, doubt, prepaid }) => [status, doubt, prepaid],
    );

  it('books what is owed, and asks back everything else', () => {
    expect(plan('3-2-501 32元')).toEqual([['clear', null, false]]);
    expect(plan('3-2-501 30元')).toEqual([['asked', 'amount-differs', false]]);
    expect(plan('3-2-502 32元')).toEqual([['asked', 'unknown-room', false]]);
    expect(plan('谢谢')).toEqual([['asked', 'unreadable', false]]);
    expect(plan('3-2-501 32元', { lines: known('3-2-501 32元', { '501': ['a', 'b'] }) })).toEqual([['asked', 'several-households', false]]);
  });

  it('counts a payment for the next line of the household, and books no line twice', () => {
    expect(plan('3-2-501 32元\n3-2-501 32元')).toEqual([
      ['clear', null, false],
      ['asked', 'amount-differs', false],
    ]);
    expect(plan('3-2-501 32元', { booked: new Set(['3-2-501 32元#1']) })).toEqual([['booked', null, false]]);
  });

  it('is answered line by line', () => {
    const key = '3-2-501 40元#1';
    expect(plan('3-2-501 40元', { answers: [{ key, amountRight: true }] })).toEqual([['clear', null, true]]);
    const lines = known('3-2-501 32元', { '501': ['b', 'a'] });
    const answers = [{ key: '3-2-501 32元#1', household: 'a' }];
    expect(plan('', { lines, answers })).toEqual([['clear', null, false]]);
    expect(plan('', { lines, answers: [{ key: '3-2-501 32元#1', household: 'x' }] })).toEqual([['asked', 'several-households', false]]);
  });
});
