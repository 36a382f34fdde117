import type { Text } from '@jielong/kernel';
import { type HandOutLine, type PickupPoint, type Scan, byBundle, decide, handedOut } from './pickup.js';
import { type PickupProblem, type PickupProblemCode, notAtThePoint, notOnShift, scanIdReused, unknownPoint } from './pickup-problems.js';
import { type FindableOrder, type ScanBy, type ScanFlag, finder, flagsOf } from './scan.js';
import { offShift, type SharedDevice } from './shared-device.js';

/** A scan as it reached us. `hash` tells bodies apart: what it says of the goods, not how or when it came. */
export interface SaidScan extends Scan {
  readonly scanId: string;
  readonly by: ScanBy;
  readonly householdId?: string | undefined;
  /** By the device's clock; null where nobody said. */
  readonly givenAt: Date | null;
  /** Who handed out, and who entered it, at the device at that time: codes of persons. */
  readonly doneBy: string;
  readonly enteredBy: string;
  /** Where it came from a device that several people share. */
  readonly device?: SharedDevice | undefined;
  readonly hash: string;
}
export type ScanStatus = 'recorded' | 'repeated' | 'conflict' | 'not-ready' | 'unknown' | 'malformed' | 'scan-id-reused';

/** What the sender of a scan is told; stored with it, so that the same scan is told the same again. */
export interface ScanAnswer {
  readonly scanId: string;
  readonly status: ScanStatus;
  readonly code?: PickupProblemCode;
  readonly text: Text;
  readonly pickupId?: string;
  /** Of a delivery. */
  readonly outcome?: string;
  readonly orderId?: string;
  readonly lines?: Readonly<Record<string, number>>;
  readonly flags?: readonly ScanFlag[];
  readonly details?: Readonly<Record<string, unknown>>;
}
/** What is known before a batch is heard. */
export interface Known {
  readonly points: readonly (PickupPoint & { readonly runId: string; readonly began: Date | null })[];
  readonly orders: readonly FindableOrder[];
  /** Scans that were answered before. */
  readonly answered: ReadonlyMap<string, { readonly hash: string; readonly answer: ScanAnswer }>;
  readonly now: Date;
  readonly newId: () => string;
  /** The books do not cover it, as the ledger has just said: nothing is handed out. */
  readonly isUncovered?: boolean;
}
export type Verdict =
  | {
      readonly is: 'recorded';
      readonly scan: SaidScan;
      readonly order: FindableOrder;
      readonly lines: readonly HandOutLine[];
      readonly answer: ScanAnswer;
    }
  | {
      readonly is: 'conflict';
      readonly scan: SaidScan;
      readonly orderId: string | null;
      readonly problem: PickupProblem;
      readonly answer: ScanAnswer;
    }
  | { readonly is: 'refused'; readonly scan: SaidScan; readonly problem: PickupProblem }
  | { readonly is: 'repeated'; readonly scan: SaidScan; readonly answer: ScanAnswer };

/** Hears scans in their order, each on what the ones before it have left. */
export function judge(known: Known, scans: readonly SaidScan[]): Verdict[] {
  const state = { orders: new Map(known.orders.map((order) => [order.orderId, order])), answered: new Map(known.answered) };
  const find = finder(known.orders);
  return scans.map((scan) => {
    const verdict = hear(known, state, find, scan);
    if (verdict.is === 'recorded') {
      const pickup = { scanId: scan.scanId, at: scan.givenAt ?? known.now, by: scan.doneBy };
      state.orders.set(verdict.order.orderId, handedOut(verdict.order, pickup, verdict.lines));
    }
    if ('answer' in verdict && !state.answered.has(scan.scanId)) {
      state.answered.set(scan.scanId, { hash: scan.hash, answer: verdict.answer });
    }
    return verdict;
  });
}

interface Heard {
  readonly orders: ReadonlyMap<string, FindableOrder>;
  readonly answered: Known['answered'];
}
function hear(known: Known, heard: Heard, find: ReturnType<typeof finder>, scan: SaidScan): Verdict {
  const before = heard.answered.get(scan.scanId);
  if (before?.hash === scan.hash) return { is: 'repeated', scan, answer: before.answer };
  if (before) return against(known, scan, null, scanIdReused(scan.scanId));
  const point = known.points.find(({ id, runId }) => id === scan.pointId && runId === scan.runId);
  if (!point) return against(known, scan, null, unknownPoint(scan.pointId));
  const found = find(scan);
  if ('problem' in found) return against(known, scan, null, found.problem, point.began);
  const order = heard.orders.get(found.order.orderId) ?? found.order;
  const reason = scan.device && offShift(scan.device, scan.givenAt, known.now);
  if (reason) return against(known, scan, order.orderId, notOnShift(reason, order.orderId), point.began);
  const decision = decide(order, point, scan);
  if (decision.is !== 'hand-out') return against(known, scan, order.orderId, decision.problem, point.began);
  if (known.isUncovered) return against(known, scan, order.orderId, notAtThePoint(order.orderId), point.began);
  return { is: 'recorded', scan, order, lines: decision.lines, answer: recordedAnswer(known, scan, order, decision.lines, point.began) };
}

/** The answer to a scan that has been answered before, where it states. */
export const again = (answer: ScanAnswer): ScanAnswer => (answer.status === 'recorded' ? { ...answer, status: 'repeated' } : answer);

function recordedAnswer(
  known: Known,
  scan: SaidScan,
  { orderId }: FindableOrder,
  given: readonly HandOutLine[],
  began: Date | null,
): ScanAnswer {
  const lines = byBundle(given);
  const what = Object.entries(lines).map(([bundle, portions]) => `${bundle}×${portions}`);
  return {
    scanId: scan.scanId,
    status: 'recorded',
    text: { zh: `已登记发放：${what.join('、')}。`, en: `Handed out: ${what.join(', ')}.` },
    pickupId: known.newId(),
    orderId,
    lines,
    ...flagged(known, scan, began),
  };
}

const flagged = ({ now }: Known, { givenAt }: SaidScan, began: Date | null): Pick<ScanAnswer, 'flags'> => {
  const flags = givenAt ? flagsOf(givenAt, now, began) : [];
  return flags.length ? { flags } : {};
};

function against(known: Known, scan: SaidScan, orderId: string | null, problem: PickupProblem, began: Date | null = null): Verdict {
  if (scan.kind === 'ask') return { is: 'refused', scan, problem };
  return {
    is: 'conflict',
    scan,
    orderId,
    problem,
    answer: {
      scanId: scan.scanId,
      status: statusOf(problem),
      code: problem.code,
      text: problem.text,
      ...(orderId === null ? {} : { orderId }),
      ...flagged(known, scan, began),
      details: problem.details,
    },
  };
}

const statuses: Readonly<Partial<Record<PickupProblemCode, ScanStatus>>> = {
  'unknown-code': 'unknown',
  'unreadable-room': 'unknown',
  'several-households': 'unknown',
  'unknown-point': 'unknown',
  'not-ready': 'not-ready',
  'scan-id-reused': 'scan-id-reused',
  malformed: 'malformed',
};
/** After closing, "not ready" is a contradiction too. */
const statusOf = ({ code, details }: PickupProblem): ScanStatus =>
  code === 'not-ready' && details['reason'] === 'closed' ? 'conflict' : (statuses[code] ?? 'conflict');
