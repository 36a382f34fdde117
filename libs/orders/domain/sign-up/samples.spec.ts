import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { answersTo, type GivenAnswer, read, type ReadingSnapshot, type Register, type Round, snapshotOf } from '../index.js';

const samples = new URL('../../../../samples/', import.meta.url);
const file = (name: string): string => readFileSync(new URL(name, samples), 'utf8');
const rows = (name: string): Record<string, string>[] => parse(file(name), { columns: true, bom: true, skip_empty_lines: true });
const json = <Value>(name: string): Value => JSON.parse(file(name)) as Value;

const catalogue = rows('catalogue.csv');
const cell = (row: Record<string, string>, column: string): string => row[column] ?? '';

const roundFor = ({ compound, run_date, open_items }: ReadingSnapshot): Round => ({
  compound,
  serviceDate: run_date,
  openBundles: catalogue
    .filter((row) => open_items.some(({ code }) => code === row['编码']))
    .map((row) => ({
      code: cell(row, '编码'),
      name: cell(row, '品名'),
      priceFen: Math.round(Number(cell(row, '单价元')) * 100),
      limitPerHousehold: Number(cell(row, '每户限购')),
      bundleCap: Number(cell(row, '每车上限')),
    })),
  itemWords: catalogue.map((row) => ({ code: cell(row, '编码'), name: cell(row, '品名'), words: cell(row, '别名').split('|') })),
});
const registerOf = (compound: string): Register => ({
  compounds: rows('compounds.csv').map((row) => ({ code: cell(row, '小区代码'), name: cell(row, '小区') })),
  buildings: rows('buildings.csv')
    .filter((row) => row['小区代码'] === compound)
    .map((row) => ({ building: cell(row, '楼栋'), units: Number(row['单元数']), gate: cell(row, '取货大门') })),
  households: rows('households.csv')
    .filter((row) => row['小区代码'] === compound)
    .map((row, at) => ({ id: `household-${at}`, building: cell(row, '楼栋'), unit: row['单元'] || null, room: cell(row, '房号') })),
});

const texts = ['yunfei-court-clean', 'lantian-garden-170', 'jiangting-tower-96', 'dirty-60'];

describe.each(texts)('the sample text %s', (name) => {
  const expected = json<ReadingSnapshot>(`signups/${name}.expected.json`);
  const reading = read(file(`signups/${name}.txt`), roundFor(expected), registerOf(expected.compound), []);
  const snapshot = snapshotOf(reading);

  test('is read line by line as a person reads it', () => {
    const bare = (lines: ReadingSnapshot['lines']): object[] => lines.map(({ reason_text: _, ...line }) => line);
    expect(bare(snapshot.lines)).toEqual(bare(expected.lines));
  });

  test('leaves the orders, totals and notices a person counts', () => {
    expect(snapshot.orders).toEqual(expected.orders);
    expect(snapshot.totals).toEqual(expected.totals);
    expect(new Set(snapshot.notices)).toEqual(new Set(expected.notices));
    expect({ ...snapshot, totals: 0, notices: 0, orders: 0, lines: 0 }).toEqual({
      ...expected,
      totals: 0,
      notices: 0,
      orders: 0,
      lines: 0,
    });
  });

  test('names the household of every order and the entries that shaped it', () => {
    const register = registerOf(expected.compound);
    const entries = new Map(reading.lines.map((line) => [`${line.line}.${line.entry}`, line.fingerprint]));
    for (const order of reading.orders) {
      const household = register.households.find(({ id }) => id === order.householdId);
      expect([household?.building, household?.unit, household?.room].join('-')).toBe(order.room);
      expect(order.fingerprints).toEqual(order.from.map((from) => entries.get(from)));
    }
  });

  test('gives every entry a fingerprint of its own, and every held one a way out', () => {
    expect(new Set(reading.lines.map(({ fingerprint }) => fingerprint)).size).toBe(reading.lines.length);
    for (const { status, choices } of reading.lines) expect(choices.some(({ choose }) => choose === 'drop')).toBe(status === 'held');
  });
});

describe('the answered sample text', () => {
  const { answers: given, after } = json<{ answers: GivenAnswer[]; after: object }>('signups/lantian-garden-170.answers.json');
  const expected = json<ReadingSnapshot>('signups/lantian-garden-170.expected.json');
  const text = file('signups/lantian-garden-170.txt');
  const round = roundFor(expected);
  const register = registerOf(expected.compound);
  const answers = answersTo(read(text, round, register, []), given);

  test('comes to the totals that the answers file states, and holds nothing any more', () => {
    const { totals } = snapshotOf(read(text, round, register, answers));
    const { households, portions, money_fen, per_item } = totals;
    const portionsOf = Object.fromEntries(Object.entries(per_item).map(([code, each]) => [code, each.portions]));
    expect({ households, portions, money_fen, per_item: portionsOf }).toEqual(after);
    expect(totals.held_entries).toBe(0);
  });

  test('keeps its answers when the text grows above them and serials are renumbered', () => {
    const grown = text.replace('1.褚女士', '0. 10-3-601 新来的 A1\n1.褚女士').replace('18. 2#3-102', '19、2#3-102');
    const { totals } = read(grown, round, register, answers);
    expect(totals.heldEntries).toBe(0);
  });

  test('refuses an answer to a line that now says something else', () => {
    const grown = text.replace('1.褚女士', '0. 10-3-601 新来的 A1\n1.褚女士');
    expect(() => answersTo(read(grown, round, register, []), given)).toThrow(expect.objectContaining({ code: 'answer-for-another-text' }));
  });
});
