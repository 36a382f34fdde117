import type { Receipt, Rung, Sent, Subject } from '@jielong/kernel';
import type { LogisticsStepReport } from './steps.js';
import type { GoodsState, TripState } from './trip.js';

/** What workflows ask of logistics, on the queue `<queue>-logistics`. Each may run twice, at any time. */
export interface LogisticsActivities {
  readGoods(community: string, runId: string): Promise<GoodsState>;
  readTrip(community: string, tripId: string): Promise<TripState>;
  /** At lock: one trip with a stop per pickup point, and the wish that it starts; unless a person has put the run on others. */
  planTrip(community: string, runId: string): Promise<GoodsState>;
  /** Refuses what contradicts those who have counted its goods, before anybody writes it. `bought`: portions by bundle; not named: as expected. */
  checkPurchase(community: string, purchaseId: string, bought: Readonly<Record<string, number>>): Promise<void>;
  /**
   * What a purchase report means for the goods: reads orders' published lines of the purchase. Its runs are told, but for the one that asks,
   * which gets its goods; '' where it is no run that asks.
   */
  receivePurchase(community: string, purchaseId: string, asking: string): Promise<GoodsState | null>;
  /** Asks for a step at each of these places, unless it is done there; `dueAt` ISO 8601, [null] where there is only one. */
  openLogisticsStep(subject: Subject, step: string, ats: readonly (string | null)[], dueAt: string): Promise<void>;
  /** A deadline, or a further rung of its ladder, is past at these places; [null] where there is only one. */
  ringLogisticsStep(subject: Subject, step: string, ats: readonly (string | null)[]): Promise<Rung>;
  /**
   * The authority, of signatures too. Answers with the state of the process in `subject`: a run's goods, or a trip.
   * A handoff opens its point at once, in the same transaction, when the version that was taken over is covered by what the point holds;
   * only where counts differ from what that version needs does `change` grow, so that the run asks for another version.
   */
  applyLogisticsReport(
    subject: Subject,
    report: Sent<LogisticsStepReport>,
  ): Promise<{ receipt: Receipt; goods?: GoodsState; trip?: TripState }>;
  /** One INSERT … SELECT from orders' view; refuses (`less-than-handed-out`, `not-covered`) what the point cannot stand behind; opens points that it covers. */
  takeOverAllocation(community: string, runId: string, version: number): Promise<GoodsState>;
  /** The run is called off, as orders publishes it: its points hand out nothing more. */
  callOff(community: string, runId: string): Promise<GoodsState>;
  /** After a wrap-up: everybody who is not excepted has got what the version in force gives them. Nothing where no wrap-up waits. */
  handOutListed(community: string, runId: string): Promise<GoodsState>;
  noteLogisticsRefusal(subject: Subject, step: string, payload: string, reason: string): Promise<void>;
  /** The trip, or the run as logistics knows it, is over. */
  endLogisticsProcess(subject: Subject): Promise<void>;
}
