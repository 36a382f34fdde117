import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  codeColumn,
  flagColumn,
  listColumn,
  optionalTextColumn,
  planImport,
  textColumn,
  wholeNumberColumn,
  wordColumn,
  yuanColumn,
  type RowOf,
  type SourceTable,
} from './index.js';

const pets = {
  name: { zh: '宠物', en: 'pets' },
  columns: {
    code: codeColumn('编号'),
    name: textColumn('名字', 10),
    kind: wordColumn('种类', { 猫: 'cat', 狗: 'dog' } as const),
    legs: wholeNumberColumn('腿数', { max: 8, empty: 4 }),
    shy: flagColumn('怕生'),
    foods: listColumn('食物', '、|'),
    price: yuanColumn('价'),
    remark: optionalTextColumn('备注'),
  },
  unread: ['主人'],
  key: ['code'],
} as const;
const header = ['编号', '名字', '种类', '腿数', '怕生', '食物', '价'];
const file = (...rows: string[][]): SourceTable => ({ file: 'pets.csv', header, rows: rows.map((cells, i) => ({ line: i + 2, cells })) });
const mimi = ['A1', '咪咪', '猫', '', '是', '鱼、虾', '30.5'];
const row: RowOf<typeof pets.columns> = planImport(pets, file(mimi), []).rows[0] ?? fail();
function fail(): never {
  throw new Error('the row was not read');
}

describe('an import', () => {
  test('reads each cell as its column says', () =>
    expect(row).toEqual({ code: 'A1', name: '咪咪', kind: 'cat', legs: 4, shy: true, foods: ['鱼', '虾'], price: 3050, remark: '' }));

  test('says what is new, changed, gone and unchanged', () => {
    const plan = planImport(pets, file(mimi, ['A2', '旺', '狗', '３', '', '', '1'], ['A3', '球', '狗', '', '', '', '0']), [
      row,
      { ...row, code: 'A2' },
      { ...row, code: 'A9' },
    ]);
    expect([plan.new, plan.changed, plan.gone].map((list) => list.map(({ key }) => key))).toEqual([['A3'], ['A2'], ['A9']]);
    expect(plan.changed[0]).toMatchObject({
      line: 3,
      columns: ['名字', '种类', '腿数', '怕生', '食物', '价'],
      before: { legs: 4 },
      row: { legs: 3 },
    });
    expect(plan.unchanged).toBe(1);
  });

  test.each([
    [['', '咪', '猫', '', '', '', '1'], '编号', 'missing-value'],
    [['A 1', '咪', '猫', '', '', '', '1'], '编号', 'not-a-code'],
    [['A1', '一二三四五六七八九十一', '猫', '', '', '', '1'], '名字', 'too-long'],
    [['A1', '咪', '鱼', '', '', '', '1'], '种类', 'unknown-word'],
    [['A1', '咪', 'constructor', '', '', '', '1'], '种类', 'unknown-word'],
    [['A1', '咪', '猫', '9', '', '', '1'], '腿数', 'not-a-number'],
    [['A1', '咪', '猫', '-1', '', '', '1'], '腿数', 'not-a-number'],
    [['A1', '咪', '猫', '', 'x', '', '1'], '怕生', 'not-a-flag'],
    [['A1', '咪', '猫', '', '', '', '1.005'], '价', 'not-an-amount'],
    [['A1', '咪', '猫'], null, 'wrong-number-of-cells'],
  ])('names the line, the column and the reason: %j', (cells, column, code) => {
    expect(planImport(pets, file(mimi.with(0, 'A0'), cells), []).errors).toEqual([
      { file: 'pets.csv', line: 3, column, code, message: { zh: expect.any(String), en: expect.any(String) } },
    ]);
  });

  test('names the first line of a key that is repeated', () => {
    const [error] = planImport(pets, file(mimi, mimi), []).errors;
    expect(error).toMatchObject({ line: 3, column: '编号', code: 'repeated-key', message: { en: 'the same as line 2: A1' } });
  });

  test('refuses a header with missing, unknown or repeated columns and reads no row then', () => {
    const errors = (names: string[]) =>
      planImport(pets, { ...file(mimi), header: names }, []).errors.map(({ line, column, code }) => [line, column, code]);
    expect(errors(header.with(0, '编码'))).toEqual([
      [1, '编号', 'missing-column'],
      [1, '编码', 'unknown-column'],
    ]);
    expect(errors([...header, '名字'])).toEqual([[1, '名字', 'repeated-column']]);
    expect(errors([...header.slice(0, 6), ' 价 '])).toEqual([]);
    expect(planImport(pets, { ...file([...mimi, '']), header: [...header, '主人'] }, []).errors).toEqual([]);
  });

  test('asks the rule about every row that can be read', () => {
    const rule = ({ legs }: { legs: number }) =>
      legs === 3 ? [{ column: 'legs' as const, code: 'lame', message: { zh: '少腿', en: 'a leg is missing' } }] : [];
    const { errors } = planImport(pets, file(mimi, ['A2', '旺', '狗', '3', '', '', '1'], ['A3', '球', '龟', '3', '', '', '0']), [], rule);
    expect(errors.map(({ line, column, code }) => [line, column, code])).toEqual([
      [3, '腿数', 'lame'],
      [4, '种类', 'unknown-word'],
    ]);
  });

  test('carried out, the same file changes nothing; and every row is counted once', () => {
    const someRow = fc.tuple(
      fc.constantFrom('A', 'B', 'C', 'D'),
      fc.constantFrom('咪', '旺'),
      fc.constantFrom('猫', '狗'),
      fc.constantFrom('', '3'),
    );
    const some = fc
      .uniqueArray(someRow, { selector: ([code]) => code })
      .map((rows) => rows.map(([code, name, kind, legs]) => [code, name, kind, legs, '', '', '1']));
    fc.assert(
      fc.property(some, some, (first, second) => {
        const before = planImport(pets, file(...first), []).rows;
        const plan = planImport(pets, file(...second), before);
        expect(plan.new.length + plan.changed.length + plan.unchanged).toBe(second.length);
        expect(plan.gone.length + plan.changed.length + plan.unchanged).toBe(first.length);
        expect(planImport(pets, file(...second), plan.rows)).toMatchObject({ new: [], changed: [], gone: [], unchanged: second.length });
      }),
    );
  });
});
