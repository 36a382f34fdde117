import { stageAfter } from '@jielong/orders-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { holdRun, moveOn } from '../steps/held-run.js';

/** All pickup points are closed: from now on the books may be settled. */
export async function enterSettling(tx: EntityManager, runId: string): Promise<void> {
  const run = await holdRun(tx, runId);
  if (stageAfter(run.stage, 'enterSettling') === run.stage) return;
  await moveOn(tx, run, 'enterSettling');
  await audit(tx, { action: 'enterSettling', subjectKind: 'supply-run', subjectId: runId });
}
