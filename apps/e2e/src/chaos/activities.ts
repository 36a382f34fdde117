import type { LogisticsActivities } from '@jielong/logistics-contract';
import type { OrdersActivities } from '@jielong/orders-contract';
import type { GoodDay } from '../good-day.js';
import type { Ground } from './ground.js';
import { CalledOffDay, HardDay } from './hard-day.js';
import { ledgersOf, wrongWith, type Ledgers } from './verdict.js';

type Activity = keyof OrdersActivities | keyof LogisticsActivities;
/** What workflows ask of orders and logistics, by the kind of day that asks it: the compiler misses whatever is in none. */
const dayOf: Readonly<Record<Activity, 'small' | 'hard' | 'called-off'>> = {
  readRun: 'small',
  readPurchase: 'small',
  openOrdersStep: 'small',
  applyOrdersReport: 'small',
  allocate: 'small',
  enterSettling: 'small',
  endOrdersProcess: 'small',
  readGoods: 'small',
  readTrip: 'small',
  planTrip: 'small',
  receivePurchase: 'small',
  openLogisticsStep: 'small',
  applyLogisticsReport: 'small',
  takeOverAllocation: 'small',
  endLogisticsProcess: 'small',
  closeOrdering: 'hard',
  ringOrdersStep: 'hard',
  noteOrdersRefusal: 'hard',
  checkPurchase: 'hard',
  ringLogisticsStep: 'hard',
  noteLogisticsRefusal: 'hard',
  handOutListed: 'hard',
  callOff: 'called-off',
};
const atATime = 4;

/** A kind of day, and what each of them has to come to. */
interface Kind {
  readonly name: 'small' | 'hard' | 'called-off';
  readonly live: (began: (day: GoodDay) => void) => Promise<GoodDay>;
  readonly expected: Ledgers;
}

/** Each activity's process is killed after its commit, so many times in all; days are lived until nobody is left to die. */
export async function killedActivities(ground: Ground, expected: Ledgers, times: number): Promise<{ runs: number; wrong: string[] }> {
  const outcomes = [];
  for (const kind of await kindsOf(ground, expected)) outcomes.push(await killedOn(kind, ground, times));
  return { runs: outcomes.reduce((sum, { runs }) => sum + runs, 0), wrong: outcomes.flatMap(({ wrong }) => wrong) };
}

async function kindsOf(ground: Ground, expected: Ledgers): Promise<Kind[]> {
  const [hard, calledOff] = [new HardDay(ground.office, () => ground.temporal()), new CalledOffDay(ground.office)];
  const small = (began: (day: GoodDay) => void) =>
    ground.day.live(async (day, done) => {
      if (done === 'opening') began(day);
    });
  const undisturbed = async (live: Kind['live']) => ledgersOf(ground.auditor, (await live(() => undefined)).runId);
  return [
    { name: 'small', live: small, expected },
    { name: 'hard', live: (began) => hard.live(began), expected: await undisturbed((began) => hard.live(began)) },
    { name: 'called-off', live: (began) => calledOff.live(began), expected: await undisturbed((began) => calledOff.live(began)) },
  ];
}

async function killedOn({ name, live, expected }: Kind, ground: Ground, times: number): Promise<{ runs: number; wrong: string[] }> {
  const doomed = Object.entries(dayOf).flatMap(([activity, day]) => (day === name ? [activity] : []));
  for (const activity of doomed) ground.doom(activity, times);
  const runs: string[] = [];
  const failed: string[] = [];
  const living = async () => {
    while (ground.undied().length > 0 && runs.length < times * doomed.length) {
      await live(({ runId }) => void runs.push(runId)).catch((error: unknown) => failed.push(String(error)));
    }
  };
  await Promise.all(Array.from({ length: Math.min(times, atATime) }, living));
  const survivors = ground.undied();
  ground.spare();
  const wrong = await Promise.all(runs.map((run) => wrongWith(ground.auditor, run, expected)));
  return { runs: runs.length, wrong: [...failed, ...survivors.map((activity) => `${activity} was not asked for`), ...wrong.flat()] };
}
