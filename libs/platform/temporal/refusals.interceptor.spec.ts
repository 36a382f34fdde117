import { describe, expect, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { DomainError } from '@jielong/kernel';
import { QueryFailedError } from 'typeorm';
import { refusalOf, refusalsAreFinal } from './refusals.interceptor.js';

Logger.overrideLogger(false);
const text = { zh: '不行', en: 'no' };
const failed = (code: string) => new QueryFailedError('SELECT', ['王小明'], Object.assign(new Error('near 王小明'), { code }));
const thrownBy = async (error: Error): Promise<unknown> => {
  const run = refusalsAreFinal.execute?.({ args: [], headers: {} }, () => Promise.reject(error));
  return run?.catch((thrown: unknown) => thrown);
};

describe('a refusal is final', () => {
  test('with everything that the caller is told', () => {
    expect(refusalOf(new DomainError('conflict', 'closed', text, { a: 1 }))).toMatchObject({
      type: 'closed',
      message: 'no',
      nonRetryable: true,
      details: ['conflict', text, { a: 1 }],
    });
  });

  test('the table’s own check is one: the ledger’s last guard', () => {
    expect(refusalOf(failed('23514'))).toMatchObject({ type: 'below-zero', nonRetryable: true, details: ['conflict', {}, {}] });
  });

  test('so is a value that cannot be stored, ever', () => {
    expect(refusalOf(failed('22P05'))).toMatchObject({ type: 'malformed-report', nonRetryable: true });
  });
});

describe('anything else is tried again', () => {
  test('a fault stays what it is', async () => {
    const fault = new TypeError('x is undefined');
    expect(await thrownBy(fault)).toBe(fault);
  });

  test('a database’s error is told by its code, for its words may quote people', async () => {
    const thrown = await thrownBy(failed('40P01'));
    expect(thrown).toMatchObject({ message: 'the database answered 40P01', nonRetryable: false });
    expect(JSON.stringify(thrown)).not.toContain('王小明');
  });
});
