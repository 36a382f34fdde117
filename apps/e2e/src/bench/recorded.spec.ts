import { expect, test } from '@jest/globals';
import { transactionWith } from './recorded.js';

const line = (pid: number, level: string, text: string) => `2000-01-01 00:00:00.000 UTC [${pid}] ${level}:  ${text}`;
const log = [
  line(8, 'LOG', 'statement: START TRANSACTION'),
  line(7, 'LOG', 'statement: START TRANSACTION'),
  line(7, 'LOG', 'execute <unnamed>: INSERT INTO effects VALUES ($1, $2)'),
  line(7, 'DETAIL', "Parameters: $1 = 'the-key', $2 = NULL"),
  line(8, 'LOG', 'statement: COMMIT'),
  line(7, 'LOG', 'execute <unnamed>: UPDATE run_bundles\n\tSET ordered = $1'),
  line(7, 'DETAIL', "Parameters: $1 = '2'"),
  line(7, 'LOG', 'statement: COMMIT'),
];

test('the statements of the transaction that names the key, and of no other, with their parameters', () => {
  expect(transactionWith(log.join('\n'), 'the-key')).toEqual([
    { sql: 'INSERT INTO effects VALUES ($1, $2)', parameters: ['the-key', null] },
    { sql: 'UPDATE run_bundles\nSET ordered = $1', parameters: ['2'] },
  ]);
});

test.each([
  ['its COMMIT is not written yet', log.slice(0, -1)],
  ['its START was before anything was logged', log.slice(2)],
  ['nobody has named the key', log.slice(0, 2)],
])('there is no answer while %s', (_, lines) => {
  expect(transactionWith(lines.join('\n'), 'the-key')).toBeUndefined();
});
