import { type HandOutLine, type RunSaid, type Speaker, byBundle } from '@jielong/logistics-domain';
import { supplyRunId } from '@jielong/orders-contract';
import { wakeProcess } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { KnownRun } from '../custody/runs.rows.js';
import { readSaid } from '../custody/said.rows.js';
import { follow, isDisposedOf } from '../steps/said.js';
import { lockRunsOf } from '../steps/subject.js';

/** A run held for a correction at its gate, with those that share a bus with it. */
export interface HeldGoods {
  readonly run: KnownRun;
  readonly runs: readonly KnownRun[];
}

/** Locks the run and its points as a report does: no pickup is in between. */
export async function holdGoods(tx: EntityManager, runId: string): Promise<HeldGoods> {
  const runs = await lockRunsOf(tx, { processId: supplyRunId(runId) }, 'with points');
  const run = runs.find(({ id }) => id === runId);
  if (!run) throw new Error(`run ${runId} was locked a moment ago`);
  return { run, runs };
}

/** What is about to be handed out at a point: the books make room for it first. */
export interface HandingOut {
  readonly point: string;
  readonly lines: readonly HandOutLine[];
}

/**
 * The books follow what was corrected: what was counted, lost or disposed of is booked anew over what pickups come to now. The run hears of it
 * where the goods that can be counted on are others, or somebody has to be asked again what becomes of the rest.
 */
export async function correctGoods(tx: EntityManager, { run, runs }: HeldGoods, speaker: Speaker, more?: HandingOut): Promise<void> {
  const [fresh] = await readSaid(tx, [run.id]);
  const { ended, calledOff } = run.said;
  const after = withMore({ ...(fresh ?? run.said), ended, calledOff }, more);
  const all = runs.map((it) => (it.id === run.id ? after : it.said));
  const next = (await follow(tx, runs, all, speaker)).find(({ id }) => id === run.id);
  const [before, now] = [run.said, after].map(isDisposedOf);
  if (next?.change !== run.change || before !== now) await wakeProcess(tx, supplyRunId(run.id));
}

function withMore(said: RunSaid, more: HandingOut | undefined): RunSaid {
  const lines = byBundle(more?.lines ?? []);
  const points = said.points.map((point) => (point.id === more?.point ? { ...point, handedOut: added(point.handedOut, lines) } : point));
  return { ...said, points };
}

const added = (a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]));
