import type { Rung } from '@jielong/kernel';
import { ring, type StepKey } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { voidBelowMinimum } from '../calling-off/void-run.js';
import { aboutOf } from './apply-report.js';
import { holdRun } from './held-run.js';

/** A deadline is past: who is late climbs the ladder. A run below its minimum is void by itself then, where the policy says so. */
export async function ringStep(tx: EntityManager, key: Omit<StepKey, 'at'>, ats: readonly (string | null)[]): Promise<Rung> {
  const about = aboutOf(key.processId);
  const run = 'runId' in about && key.step === 'lockOrders' ? await holdRun(tx, about.runId) : undefined;
  const rung = await ring(tx, key, ats);
  if (run && rung.overdue.length) await voidBelowMinimum(tx, run);
  return rung;
}
