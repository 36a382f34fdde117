import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Command, CommanderError } from 'commander';
import { Misuse, Refusal, sayFailure, Unreachable } from './failure.js';

let said = '';
beforeEach(() => {
  said = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((said += String(text)), true));
});
afterEach(() => void jest.restoreAllMocks());

const problem = { code: 'over-limit', detail: '每户限购 2 份。', correlationId: 'abc-123', details: { limit: 2 } };

const failures: readonly (readonly [name: string, error: unknown, code: number])[] = [
  ['a refusal by a rule', new Refusal(409, problem), 3],
  ['a body that is not as it must be', new Refusal(400, problem), 2],
  ['something that is not there', new Refusal(404, problem), 4],
  ['a service that is away', new Refusal(503, problem), 5],
  ['too much at once', new Refusal(429, problem), 5],
  ['a fault of the system', new Refusal(500, problem), 1],
  ['nobody answers', new Unreachable('http://127.0.0.1:1', undefined), 5],
  ['a command that is not written so', new Misuse('write it so'), 2],
  ['an unknown command', new CommanderError(1, 'commander.unknownCommand', 'unknown'), 2],
  ['help was asked for', new CommanderError(0, 'commander.helpDisplayed', ''), 0],
  ['a fault of ours', new Error('oh'), 1],
];

test.each(failures)('%s has an exit code of its own', (_name, error, code) => expect(sayFailure(error)).toBe(code));

test('a refusal says what happened, its code and the id to quote', () => {
  sayFailure(new Refusal(409, { ...problem, errors: [{ path: 'items', message: { zh: '太多', en: 'too many' } }] }));
  for (const part of ['每户限购 2 份。', 'over-limit', 'items: 太多 / too many', 'abc-123']) expect(said).toContain(part);
});

test('what one can choose stands below each other, the rest of the details as it came', () => {
  const places = [
    { id: 'stop-1', name: '南门' },
    { id: 'stop-2', name: '北门' },
  ];
  sayFailure(new Refusal(422, { ...problem, details: { step: 'confirmHandoff', places } }));
  expect(said.split('\n').slice(1, 4)).toEqual(['  {"step":"confirmHandoff"}', '  stop-1  南门', '  stop-2  北门']);
});

test('what the API calls otherwise is said in the words of the command', () => {
  const text = { zh: '确定要继续请带 goOn。', en: 'Go on with `goOn`.' };
  sayFailure(new Refusal(409, { ...problem, text }), false, new Command('lock').option('--go-on'));
  expect(said).toContain('goOn → --go-on');
});

test('with --json the problem comes as it came', () => {
  sayFailure(new Refusal(409, problem), true);
  expect(JSON.parse(said)).toEqual(problem);
});
