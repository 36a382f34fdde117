import type { Subject } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';
import { lockRuns, type KnownRun } from '../custody/runs.rows.js';

/** The bare uuid in a workflow's id: `trip:<uuid>`, `supply-run:<uuid>`. */
export const uuidIn = (processId: string): string => processId.slice(processId.indexOf(':') + 1);
export const isTrip = ({ processId }: Pick<Subject, 'processId'>): boolean => processId.startsWith('trip:');

/** The runs that a process is about, or that are named, and those that share a bus with them, locked in the order of their ids. */
export async function lockRunsOf(
  tx: EntityManager,
  subject: Pick<Subject, 'processId'>,
  points?: 'with points',
  named: readonly string[] = [],
): Promise<KnownRun[]> {
  const id = uuidIn(subject.processId);
  const rows = await tx.query<{ run_id: string }[]>(
    `WITH own AS (SELECT run_id FROM trip_runs WHERE trip_id = $1 UNION SELECT $1 WHERE NOT $2 UNION SELECT unnest($3::uuid[]))
     SELECT run_id FROM own
     UNION SELECT beside.run_id FROM own JOIN trip_runs mine ON mine.run_id = own.run_id JOIN trip_runs beside ON beside.trip_id = mine.trip_id`,
    [id, isTrip(subject), named],
  );
  return lockRuns(
    tx,
    rows.map(({ run_id }) => run_id),
    points,
  );
}

/** Of these, the ones that the process itself is about. */
export const ownRuns = (subject: Pick<Subject, 'processId'>, runs: readonly KnownRun[]): KnownRun[] => {
  const id = uuidIn(subject.processId);
  return runs.filter((run) => (isTrip(subject) ? run.said.trips.some((trip) => trip.id === id) : run.id === id));
};
