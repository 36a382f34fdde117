import { expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { hintsOf } from './hints.js';
import { program } from './program.js';

/** `report handoff`, as the program has it. */
function command(path: string): Command {
  return path.split(' ').reduce<Command>((parent, name) => {
    const child = parent.commands.find((one) => one.name() === name);
    if (!child) throw new Error(`no command ${path}`);
    return child;
  }, program());
}
const problem = (en: string) => ({ code: 'code', detail: en, text: { zh: '不行。', en } });

test.each([
  ['report handoff', 'say which one in `at`', 'at → --stop'],
  ['report close-pickup', 'say which one in `at`', 'at → --point'],
  ['step snooze', 'say which one in `at`', 'at → --at'],
  ['report purchase', 'Say in `at` which purchase is meant', 'at → <id>'],
  ['report goods-events', 'Say which one in `ref`', 'ref → --event damaged:SC01=1@pickup-point:<ref>'],
  ['report loading', 'name the `run` in its line', 'run → --portions SC01:<run>=2'],
  ['report lock', 'Go on with `goOn`', 'goOn → --go-on'],
  ['money pay', 'Say `prepaid` if it is meant so', 'prepaid → --prepaid'],
  ['report purchase', 'say in `shares` how many', 'shares → --share SC01:<run>=20'],
  ['run open', 'Check `cutOffAt`', 'cutOffAt → --cut-off'],
  ['pickup give', 'by `householdId`', 'householdId → --order'],
  ['report purchase', '`GET /api/purchases?run=` lists them', 'GET /api/purchases?run= → jielong purchase list --run <run>'],
  ['report settlement', 'Say what becomes of it (`disposal`)', 'disposal → jielong report disposal <run>'],
  ['report diversion', 'Plan it first (`POST /api/trips`)', 'POST /api/trips → jielong trip plan --run <run> --stop <run>@<point>'],
  ['trip plan', 'to send another, name its `stops`', 'stops → --stop'],
  ['report lock', 'close ordering early (`close-ordering`)', 'close-ordering → jielong run close-ordering <run>'],
])('%s: what the API says as "%s" is said in the words of the command', (path, en, hint) => {
  expect(hintsOf(problem(en), command(path))).toEqual([hint]);
});

test('the path of a mistake is said as its option, once, and what is written alike on both sides is not said at all', () => {
  const errors = ['serviceDate', 'bundles.0.code', 'bundles.1.code'].map((path) => ({ path, message: { zh: '不对', en: 'is wrong' } }));
  expect(hintsOf({ ...problem('not as it should be'), errors }, command('run open'))).toEqual([
    'serviceDate → --date',
    'bundles → --bundle',
  ]);
});

test('words that no option or command says are left as they are', () => {
  expect(hintsOf(problem('`POST /api/buses` buys it; there is no `vehicle` here'), command('report diversion'))).toEqual([]);
  expect(hintsOf({ code: 'unexpected', detail: 'Bad gateway' }, command('run list'))).toEqual([]);
});
