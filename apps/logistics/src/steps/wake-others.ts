import { tripWorkflowId } from '@jielong/logistics-contract';
import type { LogisticsStepReport } from '@jielong/logistics-contract';
import type { RunSaid } from '@jielong/logistics-domain';
import { supplyRunId } from '@jielong/orders-contract';
import { wakeProcess } from '@jielong/platform';
import type { EntityManager } from 'typeorm';

/** A report concerns more processes than the one that took it: its runs, and their trips, read it from the rows. */
export async function wakeOthers(
  tx: EntityManager,
  processId: string,
  concerned: readonly RunSaid[],
  report: LogisticsStepReport,
): Promise<void> {
  const processes = concerned.flatMap(({ run, trips }) => [supplyRunId(run), ...trips.map(({ id }) => tripWorkflowId(id))]);
  const isBetweenTrips = report.step === 'divertTrip';
  const isTrip = processId.startsWith('trip:');
  const others = processes.filter((other) => other !== processId && !(isTrip && !isBetweenTrips && other.startsWith('trip:')));
  for (const other of new Set(others)) await wakeProcess(tx, other);
}
