import type { GoodsEvent, LogisticsStepReport } from '@jielong/logistics-contract';
import type { RunSaid } from './said.js';

/** A place that somebody may choose, as people call it. */
export interface Choice {
  readonly id: string;
  /** Of the pickup point, the supplier, the bus; left out where nobody has named it. */
  readonly name?: string;
}
interface Named {
  readonly id: string;
  readonly name?: string | undefined;
}
export const choiceOf = ({ id, name }: Named): Choice => ({ id, ...(name ? { name } : {}) });

/** Where a step may be reported: of these runs, and of the bus that was spoken to, if it was one. */
export function choicesFor(runs: readonly RunSaid[], { step }: Pick<LogisticsStepReport, 'step'>, bus?: string): Choice[] {
  const stops = runs.flatMap((run) => run.stops.filter(({ trip }) => bus === undefined || trip === bus).map((stop) => ({ ...stop, run })));
  const stopped = (some: typeof stops): Named[] =>
    some.map(({ id, point, run }) => ({ id, name: run.points.find((it) => it.id === point)?.name }));
  const contested = stops.filter(({ contest }) => contest);
  const undecided = contested.filter(({ decision }) => !decision);
  const trips = runs.flatMap(({ trips: buses }) => buses).filter(({ id }) => bus === undefined || id === bus);
  const places: Partial<Record<LogisticsStepReport['step'], readonly Named[]>> = {
    confirmLoading: trips,
    divertTrip: trips,
    confirmHandoff: stopped(stops),
    contestHandoff: stopped(stops),
    decideDispute: stopped(undecided.length ? undecided : contested),
    closePickup: pointsOf(runs),
  };
  return once(places[step] ?? []);
}

/** Where an event may have happened, among all places of that kind. */
export const choicesOfKind = ({ purchases, trips, points }: RunSaid, at: GoodsEvent['at']): Choice[] =>
  once({ supplier: purchases, bus: trips, 'pickup-point': points }[at]);

const pointsOf = (runs: readonly RunSaid[]): readonly Named[] => runs.flatMap(({ points }) => points);
/** A bus of two runs, or a point of both, is one place. */
const once = (places: readonly Named[]): Choice[] => [...new Map(places.map((it) => [it.id, choiceOf(it)])).values()];
