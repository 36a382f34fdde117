import { killedActivities } from './activities.js';
import { killing, restartingPostgres } from './faults.js';
import { daysUnder, type Outcome, type Settings } from './lived-days.js';
import { processesOf, resetPoints, resetTo, terminate } from './processes.js';
import { wrongWith } from './verdict.js';
import { withoutTemporal } from './without-temporal.js';

/** A finished day's processes go back to each of their tasks; days whose processes are terminated at a stage, or at each, go on from rows. */
async function resets({ ground, expected, every = 1 }: Settings): Promise<Outcome> {
  const client = await ground.temporal();
  const finished = await ground.day.live();
  const wrong: string[] = [];
  let harm = 0;
  for (const id of await processesOf(finished)) {
    const { runId, points } = await resetPoints(client, id);
    for (const point of points.filter((_, nth) => nth % every === 0)) {
      const end = await resetTo(client, id, runId, point);
      harm += 1;
      const found = await wrongWith(ground.auditor, finished.runId, expected);
      wrong.push(...[...(end === 'COMPLETED' ? [] : [`it is ${end}`]), ...found].map((what) => `${id} reset to ${String(point)}: ${what}`));
    }
  }
  return { runs: 1, harm, wrong };
}

const stages = ['opening', 'lock', 'purchase', 'allocation', 'loading', 'handoff', 'pickup', 'closing', 'disposal'] as const;

async function terminations({ ground, expected, every = 1 }: Settings): Promise<Outcome> {
  const client = await ground.temporal();
  const wrong: string[] = [];
  const chosen = [...stages.filter((_, nth) => (nth + 1) % every === 0), 'each'] as const;
  for (const stage of chosen) {
    const { runId } = await ground.day.live(async (day, done) => {
      if (done === 'settlement' || (stage !== 'each' && done !== stage)) return;
      await terminate(client, day);
      await ground.resume(day.runId);
    });
    wrong.push(...(await wrongWith(ground.auditor, runId, expected)).map((what) => `terminated at ${stage}: ${what}`));
  }
  return { runs: chosen.length, harm: chosen.length - 1 + stages.length, wrong };
}

const secondMs = 1_000;
const usual = { kill: 200, postgres: 100, temporal: 12, activities: 20, awaySeconds: 120 } as const;

/** By name. `runs`: days to live, or for `activities` how often each dies; `seconds`: how long Temporal is away. */
export const scenarios: Readonly<Record<string, (settings: Settings) => Promise<Outcome>>> = {
  activities: async (settings) => {
    const times = settings.runs ?? usual.activities;
    const { runs, wrong } = await killedActivities(settings.ground, settings.expected, times);
    return { runs, wrong, harm: Object.values(settings.ground.system.losses).reduce((sum, n) => sum + n, 0) };
  },
  kill: (settings) =>
    daysUnder(
      settings,
      killing(settings.ground.system, { dice: settings.dice, leastMs: 3_000, mostMs: 10_000 }),
      settings.runs ?? usual.kill,
    ),
  postgres: (settings) =>
    daysUnder(
      settings,
      restartingPostgres(settings.ground.system, { dice: settings.dice, leastMs: 5_000, mostMs: 10_000 }),
      settings.runs ?? usual.postgres,
    ),
  temporal: (settings) => withoutTemporal(settings, settings.runs ?? usual.temporal, (settings.seconds ?? usual.awaySeconds) * secondMs),
  reset: resets,
  terminate: terminations,
};
