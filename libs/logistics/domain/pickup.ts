import type { PointState } from '@jielong/logistics-contract';
import { type PickupProblem, alreadyHandedOut, moreThanAllocated, nothingLeft, notReady, wrongPlace } from './pickup-problems.js';

/** What a household is promised of one bundle, and what it has of it. */
export interface PickupLine {
  readonly orderLineId: string;
  readonly bundle: string;
  /** Allocated, by the version that is in effect. */
  readonly portions: number;
  readonly handedOut: number;
}
/** Portions that a household got, and who said so. */
export interface EarlierPickup {
  readonly scanId: string;
  readonly at: Date;
  /** The code of a person. */
  readonly by: string;
  readonly lines: Readonly<Record<string, number>>;
}
/** An order as a pickup point knows it. */
export interface PickupOrder {
  readonly orderId: string;
  readonly runId: string;
  readonly pointId: string;
  readonly pointName: string;
  readonly lines: readonly PickupLine[];
  readonly earlier: readonly EarlierPickup[];
}
export interface PickupPoint {
  readonly id: string;
  readonly name: string;
  readonly state: PointState;
}
/** `ask`: may I hand this out? `state`: it was handed out, whatever the books say. */
export type ScanKind = 'ask' | 'state';
export interface Scan {
  readonly kind: ScanKind;
  readonly runId: string;
  readonly pointId: string;
  /** By bundle, each at least one; left out: all that the order still has to get. */
  readonly lines?: Readonly<Record<string, number>> | undefined;
}
export interface HandOutLine {
  readonly orderLineId: string;
  readonly bundle: string;
  readonly portions: number;
}
export type Decision =
  | { readonly is: 'hand-out'; readonly lines: readonly HandOutLine[] }
  | { readonly is: 'refusal' | 'conflict'; readonly problem: PickupProblem };

/** The one rule of a pickup. What contradicts the books is refused where it is asked, and kept as a conflict where it is stated. */
export function decide(order: PickupOrder, point: PickupPoint, scan: Scan): Decision {
  const problem = contradiction(order, point, scan);
  if (problem) return { is: scan.kind === 'ask' ? 'refusal' : 'conflict', problem };
  return { is: 'hand-out', lines: linesOf(order.lines, scan.lines) };
}

function contradiction(order: PickupOrder, point: PickupPoint, scan: Scan): PickupProblem | undefined {
  if (order.runId !== scan.runId || order.pointId !== scan.pointId) return wrongPlace(order);
  if (order.lines.every(({ portions }) => portions === 0)) return notReady(point, 'nothing-allocated');
  if (order.lines.every((line) => left(line) === 0)) return alreadyHandedOut(order);
  if (point.state !== 'open') return notReady(point, point.state === 'waiting' ? 'waiting' : 'closed');
  return scan.lines && tooMuch(order, scan.lines);
}

function tooMuch(order: PickupOrder, asked: Readonly<Record<string, number>>): PickupProblem | undefined {
  const lines = Object.entries(asked).map(([bundle, portions]) => ({ bundle, asked: portions, ...promised(order, bundle) }));
  if (lines.every((line) => line.asked <= line.left)) return undefined;
  return lines.every((line) => line.left === 0 && line.allocated > 0) ? nothingLeft(order, lines) : moreThanAllocated(order, lines);
}

function promised({ lines }: PickupOrder, bundle: string): { allocated: number; left: number } {
  const own = lines.filter((line) => line.bundle === bundle);
  return { allocated: own.reduce((sum, { portions }) => sum + portions, 0), left: own.reduce((sum, line) => sum + left(line), 0) };
}

const left = ({ portions, handedOut }: PickupLine): number => Math.max(0, portions - handedOut);

/** Line by line until what was asked for is reached; all of it where nothing was named. */
export function linesOf(lines: readonly PickupLine[], asked: Scan['lines']): HandOutLine[] {
  const wanted = new Map(Object.entries(asked ?? {}));
  return lines.flatMap((line) => {
    const portions = asked ? Math.min(left(line), wanted.get(line.bundle) ?? 0) : left(line);
    wanted.set(line.bundle, (wanted.get(line.bundle) ?? 0) - portions);
    return portions > 0 ? [{ orderLineId: line.orderLineId, bundle: line.bundle, portions }] : [];
  });
}

/** The order after it got these lines: what the next scan of the same batch is judged by. */
export function handedOut<Order extends PickupOrder>(
  order: Order,
  pickup: Omit<EarlierPickup, 'lines'>,
  lines: readonly HandOutLine[],
): Order {
  const got = new Map(lines.map(({ orderLineId, portions }) => [orderLineId, portions]));
  return {
    ...order,
    lines: order.lines.map((line) => ({ ...line, handedOut: line.handedOut + (got.get(line.orderLineId) ?? 0) })),
    earlier: [...order.earlier, { ...pickup, lines: byBundle(lines) }],
  };
}

/** Portions by bundle code. */
export function byBundle(lines: readonly { bundle: string; portions: number }[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { bundle, portions } of lines) sums[bundle] = (sums[bundle] ?? 0) + portions;
  return sums;
}

/** waiting → ready → part → handed out; `unclaimed` is what is left when the point has closed. */
export type PickupOrderState = 'waiting' | 'ready' | 'part-handed-out' | 'handed-out' | 'unclaimed';
export function pickupStateOf(lines: readonly PickupLine[], point: PointState): PickupOrderState {
  const got = lines.some((line) => line.handedOut > 0);
  if (lines.every((line) => left(line) === 0)) return got ? 'handed-out' : 'waiting';
  if (point === 'closed' || point === 'cleared') return 'unclaimed';
  if (got) return 'part-handed-out';
  return point === 'open' ? 'ready' : 'waiting';
}
