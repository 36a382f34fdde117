import type { Subject } from '@jielong/kernel';
import { tripWorkflowId } from '@jielong/logistics-contract';
import type { LogisticsStepReport } from '@jielong/logistics-contract';
import type { RunSaid } from '@jielong/logistics-domain';
import { supplyRunId } from '@jielong/orders-contract';
import { wakeProcess } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { isTrip } from './subject.js';

/** A report concerns more processes than the one that took it: its runs, and their trips, read it from the rows. */
export async function wakeOthers(
  tx: EntityManager,
  subject: Subject,
  told: readonly RunSaid[],
  report: LogisticsStepReport,
): Promise<void> {
  const processes = [...told.map(({ run }) => supplyRunId(run)), ...tripsOf(subject, told, report)];
  for (const other of processes) if (other !== subject.processId) await wakeProcess(tx, other);
}

/** The trips that it concerns read it from the rows. */
export async function wakeTrips(tx: EntityManager, subject: Subject, told: readonly RunSaid[], report: LogisticsStepReport): Promise<void> {
  for (const trip of tripsOf(subject, told, report)) await wakeProcess(tx, trip);
}

/** What happened on one bus is no news to another, unless goods went from one to the other. */
function tripsOf(subject: Subject, told: readonly RunSaid[], { step }: LogisticsStepReport): string[] {
  const all = [...new Set(told.flatMap(({ trips }) => trips.map(({ id }) => tripWorkflowId(id))))];
  return isTrip(subject) && step !== 'divertTrip' ? all.filter((id) => id === subject.processId) : all;
}
