import type { PlaceKind } from './places.js';
import type { PointState } from './trip.js';

/** Read-only views that orders, or members, may SELECT from. Columns are these names in snake_case, each with community_id first. */
export const logisticsViews = {
  pickups: 'logistics.published_pickups_v1',
  balances: 'logistics.published_balances_v1',
  disposals: 'logistics.published_disposals_v1',
  pickupCodes: 'logistics.published_pickup_codes_v1',
  goods: 'logistics.published_goods_v1',
  waitingOrders: 'logistics.published_waiting_orders_v1',
  disputes: 'logistics.published_disputes_v1',
} as const;

/** What one order line got so far, added up. */
export interface PublishedPickup {
  runId: string;
  orderLineId: string;
  bundle: string;
  version: number;
  portions: number;
  outcome: string;
  at: string;
}

/** What one place holds of one bundle of one run. */
export interface PublishedBalance {
  runId: string;
  bundle: string;
  placeKind: PlaceKind;
  placeRef: string;
  portions: number;
}

/** Which state the goods of a run are in. */
export interface PublishedGoods {
  runId: string;
  /** `GoodsState.change`. */
  change: number;
}

/** What was left of one bundle of one run at a pickup point, and has been disposed of. */
export interface PublishedDisposal {
  runId: string;
  bundle: string;
  pickupPointId: string;
  portions: number;
}

/** By what an order is handed out, and how far it is: for the household that it is of. */
export interface PublishedPickupCode {
  runId: string;
  orderId: string;
  code: string;
  /** What it still has to get, and what it has got. */
  portionsLeft: number;
  handedOut: number;
  pointState: PointState;
}

/** For members: an order of which portions wait at a point that is open; once for each bus that goes there. */
export interface PublishedWaitingOrder {
  householdId: string;
  orderId: string;
  runId: string;
  fulfilment: string;
  /** Of the point where it waits. */
  compound: string;
  gate: string;
  /** A bus that goes there, and its team; null: none does, or nobody has given it to a team. */
  tripId: string | null;
  team: string | null;
}

/** A handoff that is contested, and nobody has decided. */
export interface PublishedDispute {
  runId: string;
  stopId: string;
}
