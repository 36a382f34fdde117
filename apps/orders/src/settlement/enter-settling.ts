import { stageAfter } from '@jielong/orders-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { divide } from '../allocation/allocate.js';
import { holdRun, moveOn } from '../steps/held-run.js';

/** All pickup points are closed: from now on the books may be settled, and nobody waits any more for what has not come to a point. */
export async function enterSettling(tx: EntityManager, runId: string): Promise<void> {
  const run = await holdRun(tx, runId);
  if (stageAfter(run.stage, 'enterSettling') === run.stage) return;
  await moveOn(tx, run, 'enterSettling');
  await audit(tx, { action: 'enterSettling', subjectKind: 'supply-run', subjectId: runId });
  await divide(tx, runId);
}
