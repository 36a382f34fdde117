import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  codeColumn,
  flagColumn,
  listColumn,
  optionalColumn,
  optionalTextColumn,
  planImport,
  tableOf,
  textColumn,
  wholeNumberColumn,
  wordColumn,
  yuanColumn,
} from './index.js';

const pets = {
  name: { zh: '宠物', en: 'pets' },
  columns: {
    code: codeColumn('编号'),
    name: textColumn('名字', 10),
    kind: wordColumn('种类', { 猫: 'cat', 狗: 'dog' } as const),
    legs: wholeNumberColumn('腿数', { max: 8, empty: 4 }),
    age: optionalColumn(wholeNumberColumn('年龄')),
    shy: flagColumn('怕生'),
    foods: listColumn('食物', '、|'),
    price: yuanColumn('价'),
    remark: optionalTextColumn('备注'),
  },
  unread: ['主人'],
  key: ['code'],
} as const;

test('the headers come in the order asked for; what no column reads stands under its own', () => {
  const [row] = planImport(
    pets,
    {
      file: 'a',
      header: ['编号', '名字', '种类', '腿数', '怕生', '食物', '价'],
      rows: [{ line: 2, cells: ['A1', '咪', '猫', '', '是', '鱼|虾', '3'] }],
    },
    [],
  ).rows;
  expect(
    tableOf(pets, 'pets.csv', row ? [row] : [], ['主人', '名字', '腿数', '食物', '年龄', '价', '不知'], {
      主人: ({ code }) => `主人of${code}`,
    }),
  ).toEqual({
    file: 'pets.csv',
    header: ['主人', '名字', '腿数', '食物', '年龄', '价', '不知'],
    rows: [{ line: 2, cells: ['主人ofA1', '咪', '4', '鱼、虾', '', '3.00', ''] }],
  });
});

test('what is written reads the same', () => {
  const word = fc.stringMatching(/^[a-z=@\u4e00-\u4e0f]{1,6}$/);
  const cells = fc.tuple(
    fc.stringMatching(/^[A-Z]\d{1,3}$/),
    word,
    fc.constantFrom('猫', '狗'),
    fc.constantFrom('', '0', '7'),
    fc.constantFrom('', '0', '12'),
    fc.constantFrom('', '是', '否'),
    fc.array(word, { maxLength: 3 }).map((words) => words.join('|')),
    fc.constantFrom('0', '30.5', '1.07', '99999999.99'),
    fc.constantFrom('', 'a, b', '备注'),
  );
  const header = Object.values(pets.columns).map((column) => column.header);
  fc.assert(
    fc.property(fc.uniqueArray(cells, { selector: ([code]) => code, maxLength: 4 }), (given) => {
      const read = planImport(pets, { file: 'a', header, rows: given.map((row, i) => ({ line: i + 2, cells: row })) }, []);
      expect(read.errors).toEqual([]);
      const again = planImport(pets, tableOf(pets, 'b', read.rows), read.rows);
      expect(again).toMatchObject({ new: [], changed: [], gone: [], errors: [] });
    }),
  );
});
