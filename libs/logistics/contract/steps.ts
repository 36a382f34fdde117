import type { Report, StepDefinition } from '@jielong/kernel';

export type LogisticsStep = 'confirmLoading' | 'confirmHandoff' | 'closePickup' | 'disposeRemainder';

/** Portions of one bundle as counted: those that are there, and those that are not (fit). `run` may be left out where there is only one. */
export interface CountLine {
  run?: string | undefined;
  bundle: string;
  /** Fit to hand out. Left out: what was expected less `missing` and `damaged`. */
  portions?: number | undefined;
  missing?: number | undefined;
  damaged?: number | undefined;
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
/** The point `at` takes no more pickups. `left`: counted there by bundle; what is less than the books say is missing, more is refused. */
export interface ClosePickup extends Report<'closePickup'> {
  left?: Record<string, number> | undefined;
}
export type Disposition = 'returned' | 'written-off' | 'carried-out';
/** What becomes of what is left, damaged or missing. Bundles and places that are not named: left is returned, damaged and missing are written off. */
export interface DisposeRemainder extends Report<'disposeRemainder'> {
  lines?: readonly { place: 'left' | 'damaged' | 'missing'; bundle: string; portions: number; to: Disposition }[] | undefined;
}
export type LogisticsStepReport = ConfirmLoading | ConfirmHandoff | ClosePickup | DisposeRemainder;

/** The steps that logistics writes. */
export const logisticsSteps = {
  confirmLoading: {
    step: 'confirmLoading',
    process: 'trips',
    path: 'loading',
    permission: 'step.confirmLoading',
    zh: '队长登记装车',
    en: 'team captain reports the loading',
  },
  confirmHandoff: {
    step: 'confirmHandoff',
    process: 'trips',
    path: 'handoff',
    permission: 'step.confirmHandoff',
    zh: '卡口登记交接',
    en: 'gate captain reports the handoff',
  },
  closePickup: {
    step: 'closePickup',
    process: 'supply-runs',
    path: 'close-pickup',
    permission: 'step.closePickup',
    zh: '卡口结束取货',
    en: 'gate captain closes pickup',
  },
  disposeRemainder: {
    step: 'disposeRemainder',
    process: 'supply-runs',
    path: 'disposal',
    permission: 'step.disposeRemainder',
    zh: '社区书记登记余货去向',
    en: 'coordinator says what becomes of the rest',
  },
} as const satisfies { [S in LogisticsStep]: StepDefinition<S> };
