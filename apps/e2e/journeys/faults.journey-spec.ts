import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Dice } from '../src/chaos/dice.js';
import { Ground } from '../src/chaos/ground.js';
import type { Outcome, Settings } from '../src/chaos/lived-days.js';
import { scenarios } from '../src/chaos/scenarios.js';
import type { Ledgers } from '../src/chaos/verdict.js';

/** Short versions of what `npm run chaos` does at length. */
let ground: Ground;
let expected: Ledgers;
beforeAll(async () => {
  ground = await Ground.make();
  expected = await ground.undisturbed();
}, 240_000);
afterAll(() => ground.stop(), 60_000);

const happens = async (scenario: string, over: Partial<Settings> = {}): Promise<Outcome> => {
  const outcome = await scenarios[scenario]?.({ ground, expected, dice: new Dice(1), ...over });
  if (!outcome) throw new Error(`no scenario ${scenario}`);
  return outcome;
};

test('every activity killed once between its commit and its answer: nothing twice, nothing lost, and each day closes', async () => {
  expect(await happens('activities', { runs: 1 })).toMatchObject({ wrong: [] });
}, 480_000);

test('the processes of a day terminated at every stage and resumed: the same ledgers', async () => {
  expect(await happens('terminate', { every: 10 })).toMatchObject({ wrong: [], runs: 1 });
}, 120_000);

test('the processes of a finished day reset to an early task, and to others: the same ledgers', async () => {
  expect(await happens('reset', { every: 10 })).toMatchObject({ wrong: [] });
}, 120_000);
