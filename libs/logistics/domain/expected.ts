import { DomainError } from '@jielong/kernel';
import { sum } from './counts.js';
import { ledger } from './custody.js';
import type { Portions, RunSaid } from './said.js';

const asExpected = { reportId: 'expected', enteredBy: '', doneBy: '', channel: 'service', occurredAt: null, evidence: 'assumed' } as const;

/** What a bus takes of a run, by bundle, where its captain says "as expected" now. */
export const expectedLoading = (run: RunSaid, trip: string): Portions =>
  carried('load', {
    ...run,
    trips: run.trips.map((it) =>
      it.id === trip && !it.loading ? { ...it, loading: { ...asExpected, step: 'confirmLoading', at: trip } } : it,
    ),
  });

/** What comes to a stop of a run, by bundle, where whoever is there says "as expected" now. */
export const expectedHandoff = (run: RunSaid, stop: string): Portions =>
  carried('hand-off', {
    ...run,
    stops: run.stops.map((it) =>
      it.id === stop && !it.handoff ? { ...it, handoff: { ...asExpected, ...nobody, step: 'confirmHandoff', at: stop } } : it,
    ),
  });
const nobody = { handedOverBy: { role: 'other' }, receivedBy: { role: 'other' }, counted: 'one' } as const;

/** Nothing where it would contradict what others have said: then nobody can say it. */
function carried(kind: 'load' | 'hand-off', run: RunSaid): Portions {
  const movements = movementsOf(run).filter((movement) => movement.kind === kind && movement.reportId === asExpected.reportId);
  const bundles = [...new Set(movements.map(({ bundle }) => bundle))];
  return Object.fromEntries(
    bundles.map((bundle) => [bundle, sum(movements.filter((it) => it.bundle === bundle).map(({ portions }) => portions))]),
  );
}

function movementsOf(run: RunSaid): ReturnType<typeof ledger> {
  try {
    return ledger(run);
  } catch (error) {
    if (error instanceof DomainError) return [];
    throw error;
  }
}
