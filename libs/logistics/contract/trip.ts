/** The workflow id of a trip. */
export const tripWorkflowId = (tripId: string): string => `trip:${tripId}`;

export interface TripInput {
  community: string;
  tripId: string;
  dueAt: Record<'confirmLoading' | 'confirmHandoff', string>;
}
export type PointState = 'waiting' | 'open' | 'closed' | 'cleared';

/** What logistics knows of a run, as its workflow needs it: its size grows with stops, not with portions or orders. */
export interface GoodsState {
  /** Keys (`stepKey`) of the steps that are reported, booked as assumed or not asked for: `confirmHandoff@<stop>`, `closePickup@<point>`. */
  done: readonly string[];
  trips: readonly string[];
  stops: readonly { stop: string; trip: string; point: string }[];
  points: readonly { point: string; state: PointState }[];
  /**
   * Grows when goods are received and with each report that makes less (or more) available than was expected before it: a new allocation
   * is due when it is ahead of the allocation's basis. A loading or handoff as expected does not change it: the version stands.
   */
  change: number;
  /** The version taken over, 0 for none. */
  allocationVersion: number;
  /** Nothing more is handed out; nobody is asked to load. */
  calledOff: boolean;
  /** Portions in flight: a run closes at 0. */
  inFlight: number;
  handedOut: number;
  /** Stops whose handoff is contested and not decided: no settlement before. Processes that began before there were disputes have none. */
  disputes?: readonly string[] | undefined;
  /** A wrap-up that was reported and is not handed out yet. */
  wrapUp?: string | null | undefined;
}
export interface TripState {
  done: readonly string[];
  runIds: readonly string[];
  bundles: readonly string[];
  stops: readonly { stop: string; runId: string; point: string }[];
}
