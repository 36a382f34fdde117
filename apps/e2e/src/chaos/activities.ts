import type { Ground } from './ground.js';
import { wrongWith, type Ledgers } from './verdict.js';

/** What workflows ask of services on a small day; the rest (rings, refusals) only where something is late or wrong. */
export const dayActivities = {
  orders: ['readRun', 'readPurchase', 'openOrdersStep', 'applyOrdersReport', 'allocate', 'enterSettling', 'endOrdersProcess'],
  logistics: [
    'readGoods',
    'readTrip',
    'planTrip',
    'receivePurchase',
    'openLogisticsStep',
    'applyLogisticsReport',
    'takeOverAllocation',
    'endLogisticsProcess',
  ],
} as const;
const atATime = 4;
const all = [...dayActivities.orders, ...dayActivities.logistics];

/** Each activity's process is killed after its commit, so many times in all; days are lived until nobody is left to die. */
export async function killedActivities(ground: Ground, expected: Ledgers, times: number): Promise<{ runs: number; wrong: string[] }> {
  for (const activity of all) ground.doom(activity, times);
  const runs: string[] = [];
  const most = times * all.length;
  const failed: string[] = [];
  const living = async () => {
    while (ground.undied().length > 0 && runs.length < most) {
      await ground.day
        .live(async ({ runId }, done) => {
          if (done === 'opening') runs.push(runId);
        })
        .catch((error: unknown) => failed.push(String(error)));
    }
  };
  await Promise.all(Array.from({ length: Math.min(times, atATime) }, living));
  const survivors = ground.undied();
  ground.spare();
  const wrong = await Promise.all(runs.map((run) => wrongWith(ground.auditor, run, expected)));
  return { runs: runs.length, wrong: [...failed, ...survivors.map((activity) => `${activity} was not asked for`), ...wrong.flat()] };
}
