import { DomainError, fen } from '@jielong/kernel';
import { accounts, type Posting } from './money.js';

/** What is left in a run's clearing account, and why. */
export interface Remainder {
  readonly runId: string;
  /** Debits less credits: above zero, more was spent than charged. */
  readonly clearingFen: number;
  /** Of it: what was paid more (or, below zero, less) than the price charged, for everything that was bought. */
  readonly priceDifferenceFen: number;
}

/** Empties the clearing account into the fund, named by cause: `price-difference`, and portions that nobody was charged for. */
export function emptied({ runId, clearingFen, priceDifferenceFen }: Remainder): Posting[] {
  const causes = { 'price-difference': priceDifferenceFen, 'not-charged': clearingFen - priceDifferenceFen };
  return Object.entries(causes)
    .filter(([, amount]) => amount !== 0)
    .map(([cause, amount]) => toFund(runId, cause, amount));
}

function toFund(runId: string, cause: string, amount: number): Posting {
  const [clearing, subject, amountFen] = [accounts.clearing(runId), `settlement ${runId} ${cause}`, fen(Math.abs(amount))];
  return amount > 0
    ? { kind: 'from-fund', subject, debit: accounts.fund, credit: clearing, amountFen }
    : { kind: 'to-fund', subject, debit: clearing, credit: accounts.fund, amountFen };
}

/** Portions that are neither with a household nor disposed of. */
export interface InFlight {
  readonly bundle: string;
  readonly kind: string;
  readonly ref: string;
  readonly portions: number;
}

/** Refuses books whose goods are still somewhere, and names where. */
export function checkNothingInFlight(places: readonly InFlight[]): void {
  const still = places.filter(({ portions }) => portions !== 0);
  if (!still.length) return;
  const total = still.reduce((sum, { portions }) => sum + portions, 0);
  const list = (words: Readonly<Record<string, string>>, separator: string) =>
    still.map(({ bundle, kind, portions }) => `${words[kind] ?? kind} ${bundle}×${portions}`).join(separator);
  throw new DomainError(
    'conflict',
    'in-flight',
    {
      zh: `还有 ${total} 份没有着落：${list(placeWords, '、')}。请先登记余货去向（disposal），再结算。`,
      en: `${total} portions are not accounted for: ${list({}, ', ')}. Say what becomes of them (\`disposal\`), then settle.`,
    },
    { total, places: still },
  );
}

const placeWords: Readonly<Record<string, string>> = {
  supplier: '超市',
  store: '仓库',
  bus: '车上',
  'pickup-point': '自提点',
  building: '楼栋',
  courier: '送货人',
  damaged: '破损',
  missing: '短少',
};

/** A bundle of which the purchases say another number than logistics has booked as received. */
export interface Unreceived {
  /** The run whose books are meant, or one that shares a purchase with it. */
  readonly runId: string;
  readonly bundle: string;
  readonly bought: number;
  readonly received: number;
  /** The reported ones among its purchases. */
  readonly purchases: readonly string[];
}

/** Refuses books of a run that pay for other portions than have come, to it or to those with which it shares a receipt. */
export function checkReceived(runId: string, differences: readonly Unreceived[]): void {
  if (!differences.length) return;
  const zh = differences.map(
    (it) => `${it.runId === runId ? '' : `批次 ${it.runId} 的 `}${it.bundle} 登记买 ${it.bought} 份，实际到货 ${it.received} 份`,
  );
  const en = differences.map(
    (it) => `${it.bought} of ${it.bundle}${it.runId === runId ? '' : ` of run ${it.runId}`} are booked as bought, ${it.received} have come`,
  );
  throw new DomainError(
    'conflict',
    'not-as-received',
    {
      zh: `${zh.join('；')}。若刚登记采购请稍后重发；否则请登记或更正采购（purchase），或更正点数，再结算。`,
      en: `${en.join('; ')}. If the purchase was reported just now, send this again; otherwise report or correct it, or the count, then settle.`,
    },
    { differences },
  );
}

/** Refuses books while a count at a stop is contested. */
export function checkUndisputed(stops: readonly string[]): void {
  if (!stops.length) return;
  throw new DomainError(
    'conflict',
    'disputed',
    {
      zh: '有交接数量还在异议中，请先裁定（disputes），再结算。',
      en: 'A handoff is contested: decide which count stands (`disputes`), then settle.',
    },
    { stops },
  );
}

export const notDivided = () =>
  new DomainError('conflict', 'not-divided', {
    zh: '货物刚有变动，正在重新分配。请稍后原样重发。',
    en: 'What there is has just changed and is being divided again. Send this again in a moment.',
  });

/** Refuses books while nobody has decided who bears a price dearer than the tolerance. */
export function checkPricesDecided(undecided: readonly string[]): void {
  if (!undecided.length) return;
  const bundles = undecided.join(', ');
  throw new DomainError(
    'conflict',
    'price-not-decided',
    {
      zh: `${bundles} 的进价超出容许，还没有决定怎么收。请先决定（price-approval），再结算。`,
      en: `What was paid for ${bundles} is beyond the tolerance: decide who bears it (\`price-approval\`), then settle.`,
    },
    { bundles: undecided },
  );
}

/** Whoever has bought for a run or handled money of it does not approve its books, neither themselves nor by somebody who says it for them. */
export function checkOwnMoney(approvers: readonly string[], handlers: readonly string[]): void {
  const approver = approvers.find((it) => handlers.includes(it));
  if (approver === undefined) return;
  throw new DomainError(
    'conflict',
    'own-money',
    {
      zh: `${approver} 为这个批次采购、收款或垫付过，不能批准它的结算。请由另一人批准。`,
      en: `${approver} has bought for this run, taken cash or advanced money for it: somebody else has to approve the settlement.`,
    },
    { approver },
  );
}
