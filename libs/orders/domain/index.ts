export { type DueAt, dueAt, type Ladders, laddersOf } from './due-at.js';
export { type StageWord, stageWords, type WordState } from './stage-words.js';
export {
  checkDemand,
  checkOffered,
  checkOrdering,
  differenceOf,
  type Door,
  type Items,
  leftOf,
  nothingOrdered,
  type OpenBundle,
  type OrderingHours,
  portionsOf,
  wanted,
} from './demand.js';
export { type JoinedOrder, joinOrders, type MergeQuestion, type MergingOrder, mergeQuestions, type Merging } from './merging.js';
export { fitting, type Joining, type JoiningOrder } from './joining.js';
export { type Increment, regrown } from './increments.js';
export { chosenPolicies, type PolicyWishes } from './chosen-policies.js';
export { catalogueRule, type CatalogueRow, catalogueTable, defaultSupplier } from './catalogue.js';
export { allocate, type Division, promisedToNobody, type Share } from './allocation.js';
export { carriedBetween, checkMovable, movesNowhere, type PickupMove, pointAfter, unknownBuildings } from './places.js';
export type { Claim, Pool } from './claim.js';
export { type Goods, haveLeft, type Held, notBought, poolsOf } from './available.js';
export { checkDates, type Dates } from './dates.js';
export { type Demand, lock, type OrderedBundle, type PlannedPurchase } from './lock.js';
export {
  type Account,
  type AccountKind,
  accounts,
  accountKey,
  asCharge,
  asPayment,
  asPurchase,
  charging,
  difference,
  type Flow,
  type Posting,
  type PostingKind,
} from './money.js';
export { checkCash, checkOwed, checkPayout, checkReversible, checkWaiver, payingOut, waiving } from './credit.js';
export { type ListedPayment, readPaymentList } from './payment-list.js';
export { doubtText, type KnownLine, type PaymentAnswer, planPayments, type PlannedPayment } from './payment-list-plan.js';
export { paying, type Payment, type PaymentWay } from './payment.js';
export { basisOf, chargedPrice, isDear, type Paid, paidFen, type PriceDecision, priceInPlace } from './price.js';
export { checkSubstitutes, type Substitutable, type SubstituteWishes } from './substitutes.js';
export { type Parts } from './proportion.js';
export { checkAdvance } from './advance.js';
export { boughtBy, type BoughtLine, type Buying, type Moved, payerOf, purchaseFlows, type PurchaseLine } from './purchase.js';
export { type GroupRun, type ShortLine, shortText, type Unpaid, unpaidText } from './group-texts.js';
export { givingWay, type Sharing } from './joint-purchase.js';
export { type PricedLine, purchaseList, purchaseListCsv, type PurchaseListLine, type SupplierList } from './purchase-list.js';
export {
  checkNothingInFlight,
  checkOwnMoney,
  checkUndisputed,
  checkPricesDecided,
  checkReceived,
  emptied,
  type InFlight,
  notDivided,
  type Remainder,
  type Unreceived,
} from './settlement.js';
export {
  accountOf,
  checkClosed,
  checkNotConcerned,
  type SupplementaryLine,
  type SupplementaryParty,
  supplementing,
} from './supplementary.js';
export {
  checkApprovable,
  checkCancellable,
  checkFirst,
  checkLockable,
  checkNotGivenWay,
  checkPriceDecidable,
  checkPurchasable,
  checkSettleable,
  checkVoidable,
  isDividing,
  isLocked,
  isOver,
  isPast,
  type RunEvent,
  stageAfter,
} from './supply-run.js';
export { answersTo, type Answer, type Choice, type Decision, type GivenAnswer } from './sign-up/answers.js';
export { checkAnswers } from './sign-up/check-answers.js';
export { headerItems, type Header, type HeaderItem } from './sign-up/header.js';
export { read } from './sign-up/read.js';
export { type HeldReason, type Reason } from './sign-up/reasons.js';
export { type ReadingSnapshot, snapshotOf } from './sign-up/snapshot.js';
export type {
  Action,
  ChainOrder,
  ItemWord,
  Line,
  LineOrder,
  LineStatus,
  Notice,
  OpenItem,
  Portions,
  Reading,
  Register,
  Room,
  Round,
  RoundBundle,
  Totals,
} from './sign-up/types.js';
export { planCommit } from './sign-up-commit/plan.js';
export {
  type ChainState,
  type CommitChoice,
  type CommitDecision,
  type CommitInput,
  type CommitPlan,
  type CommitReason,
  type CountedOrder,
  type HouseholdChange,
  type KnownEntry,
  type PlannedEntry,
  type StandingOrder,
} from './sign-up-commit/types.js';
