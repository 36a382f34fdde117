import { expect, test } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { errorForLog } from './logging.js';

test('an error is logged with message and place', () => {
  const logged = errorForLog(new TypeError('x is undefined', { cause: new Error('because') }));
  expect(logged).toMatchObject({
    type: 'TypeError',
    message: 'x is undefined',
    stack: expect.stringContaining(' at '),
    cause: { message: 'because' },
  });
});

test('of a database’s error nothing that quotes values', () => {
  const cause = Object.assign(new Error('near 王小明'), {
    code: '23505',
    detail: 'Key (name)=(王小明)',
    constraint: 'people_pkey',
    table: 'people',
  });
  const logged = errorForLog(new QueryFailedError('INSERT 王小明', ['王小明'], cause));
  expect(logged).toMatchObject({ type: 'QueryFailedError', code: '23505', constraint: 'people_pkey', table: 'people' });
  expect(JSON.stringify(logged)).not.toContain('王小明');
});
