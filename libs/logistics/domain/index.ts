export { freshCodes } from './codes.js';
export { type Decision, type EarlierPickup, type HandOutLine, type PickupLine, type PickupOrder, type PickupPoint } from './pickup.js';
export { type PickupOrderState, type Scan, type ScanKind, byBundle, decide, handedOut, pickupStateOf } from './pickup.js';
export { type GivenPickup, type ReversalTo, booksClosed, reversal } from './pickup-reversal.js';
export { type ConflictChoice, type ConflictChoiceView, checkChoice, choicesOf, counted, decidedBefore } from './pickup-conflict.js';
export * as pickupProblems from './pickup-problems.js';
export { type PickupProblem, type PickupProblemCode } from './pickup-problems.js';
export { type FindableOrder, type Found, type ScanBy, type ScanFlag, flagsOf } from './scan.js';
export { pagesOf, type Sheet, type SheetKind, type SheetPage, type SheetPoint, type SheetRow } from './sheets.js';
export { sheetHtml } from './sheet-html.js';
export { sheetCsv } from './sheet-csv.js';
export { type Unclaimed, type UnclaimedPoint, type UnclaimedRow, arrivedText, unclaimedText } from './unclaimed.js';
export { personAt, type SharedDevice } from './shared-device.js';
export { type Known, type SaidScan, type ScanAnswer, type ScanStatus, type Verdict, again, judge } from './judge.js';
export { ledger } from './custody.js';
export { expectedHandoff, expectedLoading } from './expected.js';
export { type Entry, difference } from './difference.js';
export { type Movement, type MovementKind, place } from './book.js';
export { refusedTo } from './shortfall.js';
export {
  type PointSaid,
  type Portions,
  type PurchaseSaid,
  type RunSaid,
  type Speaker,
  type Spoken,
  type StopSaid,
  type TripSaid,
} from './said.js';
export { assumedBy, bundlesOf, closing, disputesOf, handingOff, isPassedBy, loading, purchasing } from './said.js';
export { deliveredTo, doneSteps, handedOutOf, inFlightOf, isClosed, outlookOf, pointStateOf, stopStateOf, tripStageOf } from './goods.js';
export { receivers } from './notes.js';
export { concerns, hear, tell } from './reports.js';
export { type ReportProblem, type ReportProblemCode } from './report-problems.js';
export { type StopState, type TripStage, moved, transitions } from './stages.js';
export { type ListedOrder, type PaperPage, type UnreadableCode, type UnreadablePiece } from './wrap-up.js';
export { type WrapUpException, type WrapUpReading, type WrapUpRegister, readWrapUp } from './wrap-up.js';
