import { describe, expect, test } from '@jest/globals';
import { NotFoundException } from '@nestjs/common';
import { DomainError, type ErrorKind } from '@jielong/kernel';
import { QueryFailedError } from 'typeorm';
import { prefersEnglish, problemErrorOf, problemOf } from './problem.js';
import { malformed, ProblemError } from './problem-error.js';

const text = { zh: '不行', en: 'no' };
const failed = (code: string) => new QueryFailedError('SELECT', [], Object.assign(new Error('x'), { code }));
const statusAndCode = (error: unknown) => {
  const { status, code } = problemErrorOf(error);
  return `${status} ${code}`;
};

describe('every error is an answer', () => {
  test.each<[ErrorKind, number]>([
    ['invalid', 422],
    ['forbidden', 403],
    ['not-found', 404],
    ['conflict', 409],
  ])('a rule’s %s is %d with its own code', (kind, status) => {
    expect(statusAndCode(new DomainError(kind, 'some-code', text))).toBe(`${status} some-code`);
  });

  test.each<[string, unknown, string]>([
    ['an unknown route', new NotFoundException(), '404 no-such-route'],
    ['broken JSON', Object.assign(new SyntaxError(), { type: 'entity.parse.failed', status: 400 }), '400 malformed'],
    ['a body too large', Object.assign(new Error(), { type: 'entity.too.large', status: 413 }), '413 too-large'],
    ['a bad percent sign in the path', Object.assign(new URIError(), { status: 400 }), '400 malformed'],
    ['a value PostgreSQL cannot read', failed('22P02'), '400 malformed'],
    ['NUL', failed('22021'), '400 malformed'],
    ['a broken unique constraint', failed('23505'), '409 conflict'],
    ['a broken check', failed('23514'), '409 conflict'],
    ['a deadlock', failed('40P01'), '503 busy'],
    ['a lock not given in time', failed('55P03'), '503 busy'],
    ['a database that is shut down', failed('57P01'), '503 database-unreachable'],
    [
      'a database that is not there',
      Object.assign(new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' })]), {}),
      '503 database-unreachable',
    ],
    ['a statement whose table has changed', failed('0A000'), '503 being-updated'],
    ['a pool without a free connection', new Error('timeout exceeded when trying to connect'), '503 database-unreachable'],
    ['an unknown column', failed('42703'), '500 fault'],
    ['a mistake of ours', new TypeError('x is undefined'), '500 fault'],
    ['something that is no error', 'help', '500 fault'],
    ['nothing', undefined, '500 fault'],
  ])('%s', (_name, error, expected) => expect(statusAndCode(error)).toBe(expected));

  test('what may be repeated says when', () => {
    for (const error of [failed('57P01'), failed('40001')]) expect(problemErrorOf(error).extras.headers).toHaveProperty('Retry-After');
  });
});

test('a problem document has everything a program and a person need, and nothing empty', () => {
  const problem = problemOf(malformed(text, [{ path: 'a.0', message: text }]), 'cor-1', 'en');
  expect(problem).toEqual({
    type: 'urn:jielong:problem:malformed',
    title: 'Bad Request',
    status: 400,
    code: 'malformed',
    detail: 'no',
    text,
    correlationId: 'cor-1',
    errors: [{ path: 'a.0', message: text }],
  });
  expect(problemOf(new ProblemError(401, 'x', text), '', '')).not.toHaveProperty('errors');
});

test.each([
  ['', false],
  ['zh-CN,zh;q=0.9,en;q=0.8', false],
  ['en', true],
  ['en-US,en;q=0.9,zh-CN;q=0.5', true],
  ['fr', false],
  ['en;q=0, zh', false],
  [';;q=,,', false],
])('the language for "%s" is English: %s', (header, isEnglish) => expect(prefersEnglish(header)).toBe(isEnglish));
