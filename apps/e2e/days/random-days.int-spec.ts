import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BothServices } from './both-services.js';
import { days, rules } from './happenings.js';
import { finish, Story } from './story.js';
import { isEnd } from './told-day.js';

let both: BothServices;
beforeAll(async () => void (both = await BothServices.open()), 120_000);
afterAll(() => both.close());

/** The suite lives the same days each time, so that a change alone can break it; RANDOM_DAYS=200 lives others, RANDOM_DAYS_SEED any of them again. */
const { RANDOM_DAYS: wished, RANDOM_DAYS_SEED: given } = process.env;
const count = Number(wished ?? 20);
const seed = Number(given ?? (wished === undefined ? '20200224' : Date.now() % 1_000_000_000));

test(`${count} days at random (seed ${seed}): whatever happens, every promise holds after each thing said, and the run closes`, async () => {
  const day = fc.asyncProperty(rules, days, async (substitutes, happenings) => {
    const story = await Story.open(both, { substitutes });
    const { runId } = story.day;
    for (const it of happenings) {
      const heard = await it.happen(story);
      const broken = await both.auditor.broken(runId);
      if (Object.keys(broken).length) throw new Error(`after ${it.what} (${heard}): ${JSON.stringify(broken)}`);
    }
    const heard = await finish(story);
    const { stage } = (await story.day.now()).orders;
    if (!isEnd(stage)) throw new Error(`the run is ${stage}: ${heard.join(', ')}`);
    expect(await both.auditor.brokenAtEnd(runId)).toEqual({});
  });
  await fc.assert(day, { numRuns: count, endOnFailure: false, seed });
}, 1_200_000);
