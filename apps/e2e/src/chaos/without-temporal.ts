import { setTimeout } from 'node:timers/promises';
import type { GoodDay } from '../good-day.js';
import { temporalAway } from './faults.js';
import type { Ground } from './ground.js';
import { days, type Outcome, type Settings, verdict } from './lived-days.js';
import { Runs } from './runs.js';

const secondMs = 1_000;
/** Whatever asks nothing of Temporal is done within this time, or something is wrong. */
const patience = 15 * secondMs;

/** While days are lived Temporal goes away, comes back, and then forgets everything: each run that is not over is resumed. */
export async function withoutTemporal(settings: Settings, count: number, awayMs: number): Promise<Outcome> {
  const { ground } = settings;
  const lived: string[] = [];
  const ready = await dayAtTheGate(ground);
  const living = days(settings, count, lived);
  await setTimeout(2 * secondMs);
  const away = temporalAway(ground.system, awayMs);
  const ordering = orderedMeanwhile(ground, away);
  await setTimeout(2 * secondMs);
  const whileAway = await ready.pickUp();
  await away;
  const ordered = await ordering;
  await setTimeout(5 * secondMs);
  await temporalAway(ground.system, 0, true);
  for (const runId of [...lived, ready.day.runId, ...ordered.days.map((day) => day.runId)]) await ground.resume(runId);
  const { failed } = await living;
  await ready.finish();
  const runs = [...lived, ready.day.runId];
  const wrong = [
    ...whileAway,
    ...ordered.wrong,
    ...failed,
    ...(await startedAll(ordered.days)),
    ...(await verdict(ground, settings.expected, runs)),
  ];
  return { runs: runs.length + ordered.days.length, harm: 2, wrong };
}

/** Runs are opened and neighbours order, one after the other, as if nothing were: nobody waits for Temporal. */
async function orderedMeanwhile(ground: Ground, away: Promise<void>): Promise<{ days: GoodDay[]; wrong: string[] }> {
  const runs = new Runs(ground.office);
  const days: GoodDay[] = [];
  const wrong: string[] = [];
  let isAway = true;
  void away.finally(() => (isAway = false));
  while (isAway) {
    const began = performance.now();
    days.push(await runs.open());
    if (performance.now() - began > patience) wrong.push(`a run and its orders were not taken within ${patience} ms without Temporal`);
    await setTimeout(2 * secondMs);
  }
  return { days, wrong };
}

/** Whatever was opened has its process now: it hears that it is called off. */
async function startedAll(days: readonly GoodDay[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const day of days) {
    await day.cancel();
    await day.reaches('cancelled').catch((error: unknown) => wrong.push(`${day.runId} did not start: ${String(error)}`));
  }
  return wrong;
}

/** A day whose goods are at the gate, so that somebody can fetch them while Temporal is away; its client waits there. */
async function dayAtTheGate(ground: Ground) {
  let goOn: () => void = () => undefined;
  let arrive: (day: GoodDay) => void = () => undefined;
  const arrived = new Promise<GoodDay>((resolve) => (arrive = resolve));
  const going = new Promise<void>((resolve) => (goOn = resolve));
  let picked: () => void = () => undefined;
  const pickedUp = new Promise<void>((resolve) => (picked = resolve));
  let closing: () => void = () => undefined;
  const toClose = new Promise<void>((resolve) => (closing = resolve));
  const living = ground.day.live(async (day, done) => {
    if (done === 'handoff') {
      arrive(day);
      await going;
    }
    if (done === 'pickup') {
      picked();
      await toClose;
    }
  });
  const day = await Promise.race([arrived, living]);
  return {
    day,
    /** Asks nothing of Temporal. */
    pickUp: async (): Promise<string[]> => {
      goOn();
      const inTime = await Promise.race([pickedUp.then(() => true), setTimeout(patience, false)]);
      return inTime ? [] : [`pickups were not done within ${patience} ms without Temporal`];
    },
    finish: async (): Promise<void> => {
      closing();
      await living;
    },
  };
}
