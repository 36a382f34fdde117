import { readRoom, roomPart } from '@jielong/kernel';
import type { PickupOrder } from './pickup.js';
import { type PickupProblem, severalHouseholds, unknownCode, unreadableRoom } from './pickup-problems.js';

/** By what a household is known at the gate; exactly one of them. */
export type ScanBy = { readonly room: string } | { readonly code: string } | { readonly token: string } | { readonly orderId: string };

/** An order with all that it can be found by. The name is masked. */
export interface FindableOrder extends PickupOrder {
  readonly householdId: string;
  readonly building: string;
  readonly unit: string | null;
  readonly room: string;
  readonly maskedName: string;
  readonly code: string;
  readonly token: string;
}
export type Found<Order> = { readonly order: Order } | { readonly problem: PickupProblem };

const wayOf = (by: ScanBy): 'room' | 'code' | 'token' | 'orderId' =>
  'room' in by ? 'room' : 'code' in by ? 'code' : 'token' in by ? 'token' : 'orderId';

function fits(order: FindableOrder, by: ScanBy, runId: string): boolean {
  if ('code' in by) return order.code === by.code;
  if ('token' in by) return order.token === by.token;
  if ('orderId' in by) return order.orderId === by.orderId;
  const reading = readRoom(by.room);
  if (!reading || order.runId !== runId) return false;
  const isUnit = reading.unit === null || reading.unit === roomPart(order.unit ?? '');
  return isUnit && reading.building === roomPart(order.building) && reading.room === roomPart(order.room);
}

/**
 * Whose goods are meant. Codes, tokens and ids are known in every run, so that a wrong place can be named; rooms in their own run only.
 * A room with several orders is not guessed at, unless `householdId` says which.
 */
export function findOrder<Order extends FindableOrder>(orders: readonly Order[], scan: Wanted): Found<Order> {
  const { by, runId, householdId } = scan;
  if ('room' in by && !readRoom(by.room)) return { problem: unreadableRoom() };
  const meant = orders.filter((order) => fits(order, by, runId) && (householdId === undefined || order.householdId === householdId));
  const here = meant.filter((order) => order.runId === runId);
  const [first, ...others] = here.length ? here : meant;
  if (!first) return { problem: unknownCode(wayOf(by)) };
  if (others.length && 'room' in by) return { problem: severalHouseholds([first, ...others].map(choiceOf)) };
  return { order: first };
}
export interface Wanted {
  readonly runId: string;
  readonly by: ScanBy;
  readonly householdId?: string | undefined;
}

const keyOf = ({ by, runId }: Wanted): string => {
  if ('code' in by) return `code ${by.code}`;
  if ('token' in by) return `token ${by.token}`;
  if ('orderId' in by) return `order ${by.orderId}`;
  const reading = readRoom(by.room);
  return `room ${runId} ${reading?.building} ${reading?.room}`;
};
const keysOf = (order: FindableOrder): string[] => [
  `code ${order.code}`,
  `token ${order.token}`,
  `order ${order.orderId}`,
  `room ${order.runId} ${roomPart(order.building)} ${roomPart(order.room)}`,
];

/** `findOrder` for many scans over the same orders: each looks at the few that can be meant. */
export function finder<Order extends FindableOrder>(orders: readonly Order[]): (scan: Wanted) => Found<Order> {
  const shortlists = new Map<string, Order[]>();
  for (const order of orders) for (const key of keysOf(order)) shortlists.set(key, [...(shortlists.get(key) ?? []), order]);
  return (scan) => findOrder(shortlists.get(keyOf(scan)) ?? [], scan);
}

const choiceOf = ({ orderId, householdId, maskedName }: FindableOrder) => ({ orderId, householdId, maskedName });

/** What is odd about the time a device says; odd scans are kept like all others, and shown. */
export type ScanFlag = 'given-in-the-future' | 'given-before-the-run';
/** By how much clocks of devices may be wrong. */
export const clockSkewMs = 5 * 60_000;

export function flagsOf(givenAt: Date, now: Date, runBegan: Date | null): ScanFlag[] {
  if (givenAt.getTime() > now.getTime() + clockSkewMs) return ['given-in-the-future'];
  return runBegan && givenAt.getTime() < runBegan.getTime() - clockSkewMs ? ['given-before-the-run'] : [];
}
