import type { LadderRung } from '@jielong/kernel';

/** Read-only views that logistics may SELECT from. Columns are these names in snake_case, each with community_id first. */
export const ordersViews = {
  runs: 'orders.published_runs_v1',
  runPoints: 'orders.published_run_pickup_points_v1',
  runBundles: 'orders.published_run_bundles_v1',
  allocationLines: 'orders.published_allocation_lines_v1',
  purchaseLines: 'orders.published_purchase_lines_v1',
  policies: 'orders.published_policies_v1',
  collectors: 'orders.published_collectors_v1',
} as const;

/** One run: what logistics needs to plan a trip. */
export interface PublishedRun {
  runId: string;
  compound: string;
  serviceDate: string;
  stage: string;
  tripCap: number;
  /** ISO 8601 deadlines by step: `policies` and durations are applied by orders alone. */
  dueAt: Record<string, string>;
  /** Who is told when that a step is late. */
  ladders: Record<string, readonly LadderRung[]>;
  /** The code of the person who has called it off; null: nobody has. */
  calledOffBy: string | null;
}
/* published_run_pickup_points_v1: run_id, pickup_point_id, gate, name */
/* published_run_bundles_v1: run_id, bundle, name, unit */
/* published_policies_v1: temporal_channel, of the policies in force; no row where a community has chosen nothing */

/* published_collectors_v1: run_id, order_id, household_id: households besides the own one that an open order says may collect it */

/** One household's share of a bundle in one version of an allocation. Versions are complete: every line of the run that gets something. */
export interface PublishedAllocationLine {
  runId: string;
  version: number;
  orderId: string;
  orderLineId: string;
  householdId: string;
  pickupPointId: string;
  fulfilment: string;
  bundle: string;
  portions: number;
}

/** One line of a purchase: expected from lock on, bought once somebody said so or it was assumed (then `reportId` is null). */
export interface PublishedPurchaseLine {
  purchaseId: string;
  runId: string;
  bundle: string;
  supplier: string;
  expected: number;
  bought: number | null;
  reportId: string | null;
  enteredBy: string | null;
  evidence: string | null;
}
