import type { Report, StepDefinition } from '@jielong/kernel';

export type LogisticsStep =
  | 'confirmLoading'
  | 'confirmHandoff'
  | 'contestHandoff'
  | 'decideDispute'
  | 'divertTrip'
  | 'noteGoods'
  | 'closePickup'
  | 'wrapUp'
  | 'disposeRemainder';

/** Portions of one bundle as counted: those that are there, and those that are not (fit). `run` may be left out where there is only one. */
export interface CountLine {
  run?: string | undefined;
  bundle: string;
  /** Fit to hand out. Left out: what was expected less `missing` and `damaged`. */
  portions?: number | undefined;
  missing?: number | undefined;
  damaged?: number | undefined;
  /** More than was expected, found at this count; `portions` include it. */
  surplus?: number | undefined;
}
/** Who took part in a handoff: the code of a person, or the role of somebody outside the system (司机, 物业, 超市). Never a name. */
export type Party = { person: string } | { role: 'driver' | 'guard' | 'clerk' | 'other' };
export type Counting = 'both' | 'one' | 'unattended';

/** What is on the bus. Bundles that are not named are as expected. */
export interface ConfirmLoading extends Report<'confirmLoading'> {
  lines?: readonly CountLine[] | undefined;
  /** The bus has left with it. */
  departed?: boolean | undefined;
}
/** Custody passes at the stop `at`; handing over implies arriving. */
export interface ConfirmHandoff extends Report<'confirmHandoff'> {
  lines?: readonly CountLine[] | undefined;
  handedOverBy: Party;
  receivedBy: Party;
  counted: Counting;
}
/** The other party of the handoff at the stop `at` counts again. Until somebody decides, the first count stands. */
export interface ContestHandoff extends Report<'contestHandoff'> {
  lines: readonly CountLine[];
  countedBy: Party;
  reason: string;
}
/** Which count of the contested handoff at the stop `at` the books follow. */
export interface DecideDispute extends Report<'decideDispute'> {
  counts: 'first' | 'second' | readonly CountLine[];
  reason: string;
}
/** What the bus `at` carries goes elsewhere; its stops that had no handoff get nothing from it. Bundles that are not named: all of them. */
export interface DivertTrip extends Report<'divertTrip'> {
  lines?: readonly CountLine[] | undefined;
  to: { trip: string } | 'supplier' | 'store';
  reason: string;
}

/** `ref`: the purchase, the trip or the pickup point; left out where there is only one. */
interface Happening {
  ref?: string | undefined;
  bundle: string;
  portions: number;
}
/** Where something comes to in another run. */
export interface PassedOnTo {
  run: string;
  at: 'supplier' | 'bus' | 'pickup-point';
  ref?: string | undefined;
}
/**
 * Something that happened to goods between two counts: `sorted` makes portions of one bundle into portions of another, `moved` carries them to
 * another point, `passed-on` gives them to the run whose they are.
 */
export type GoodsEvent =
  | (Happening & { what: 'missing' | 'damaged' | 'donated'; at: 'supplier' | 'bus' | 'pickup-point' })
  | (Happening & { what: 'sorted'; at: 'supplier' | 'pickup-point'; into: { bundle: string; portions: number } })
  | (Happening & { what: 'moved'; at: 'pickup-point'; to: string })
  | (Happening & { what: 'passed-on'; at: 'supplier' | 'bus' | 'pickup-point'; to: PassedOnTo });
/** Nobody waits for it, and it may be made any number of times. A correction without events takes one back. */
export interface NoteGoods extends Report<'noteGoods'> {
  events: readonly GoodsEvent[];
  /** The run in whose name it is said; the service knows it from where it was sent. Left out: the one that hears it. */
  of?: string | undefined;
}
/** The point `at` takes no more pickups. `left`: counted there by bundle; what is less than the books say is missing, more is refused. */
export interface ClosePickup extends Report<'closePickup'> {
  left?: Record<string, number> | undefined;
}
/** The day from paper: everybody has got what is theirs, but for the exceptions of the wrap-up `wrapUp`. `left`: counted, by bundle. */
export interface WrapUp extends Report<'wrapUp'> {
  wrapUp: string;
  left?: Record<string, number> | undefined;
}
export type Disposition = 'returned' | 'written-off' | 'carried-out';
/** What becomes of what is left, damaged or missing. Bundles and places that are not named: left is returned, damaged and missing are written off. */
export interface DisposeRemainder extends Report<'disposeRemainder'> {
  lines?: readonly { place: 'left' | 'damaged' | 'missing'; bundle: string; portions: number; to: Disposition }[] | undefined;
}
export type LogisticsStepReport =
  ConfirmLoading | ConfirmHandoff | ContestHandoff | DecideDispute | DivertTrip | NoteGoods | ClosePickup | WrapUp | DisposeRemainder;

/** The steps that logistics writes. */
export const logisticsSteps = {
  confirmLoading: {
    step: 'confirmLoading',
    process: 'trips',
    path: 'loading',
    permission: 'step.confirmLoading',
    needsSignature: false,
    zh: '队长登记装车',
    en: 'team captain reports the loading',
  },
  confirmHandoff: {
    step: 'confirmHandoff',
    process: 'trips',
    path: 'handoff',
    permission: 'step.confirmHandoff',
    needsSignature: false,
    zh: '卡口登记交接',
    en: 'gate captain reports the handoff',
  },
  contestHandoff: {
    step: 'contestHandoff',
    process: 'trips',
    path: 'handoff-contest',
    permission: 'step.contestHandoff',
    needsSignature: false,
    zh: '交接的另一方复点，提出异议',
    en: 'the other party of a handoff counts again',
  },
  divertTrip: {
    step: 'divertTrip',
    process: 'trips',
    path: 'diversion',
    permission: 'step.divertTrip',
    needsSignature: true,
    zh: '改派：车上的货转到别处',
    en: 'what is on the bus goes elsewhere',
  },
  decideDispute: {
    step: 'decideDispute',
    process: 'supply-runs',
    path: 'disputes',
    permission: 'step.decideDispute',
    needsSignature: true,
    zh: '社区书记裁定交接数量',
    en: 'coordinator decides which count of a handoff stands',
  },
  noteGoods: {
    step: 'noteGoods',
    process: 'supply-runs',
    path: 'goods-events',
    permission: 'step.noteGoods',
    needsSignature: false,
    zh: '登记路上与门口的货物变动',
    en: 'what happened to goods between two counts',
  },
  closePickup: {
    step: 'closePickup',
    process: 'supply-runs',
    path: 'close-pickup',
    permission: 'step.closePickup',
    needsSignature: false,
    zh: '卡口结束取货',
    en: 'gate captain closes pickup',
  },
  wrapUp: {
    step: 'wrapUp',
    process: 'supply-runs',
    path: 'wrap-up',
    permission: 'step.wrapUp',
    needsSignature: false,
    zh: '收尾：按纸面清单补录一天',
    en: 'the day from paper, exceptions only',
  },
  disposeRemainder: {
    step: 'disposeRemainder',
    process: 'supply-runs',
    path: 'disposal',
    permission: 'step.disposeRemainder',
    needsSignature: true,
    zh: '社区书记登记余货去向',
    en: 'coordinator says what becomes of the rest',
  },
} as const satisfies { [S in LogisticsStep]: StepDefinition<S> };
