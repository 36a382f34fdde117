import { it } from '@jest/globals';
import { fen } from '@jielong/kernel';
import fc from 'fast-check';
import { allocate, type Share } from './allocation.js';
import { poolsOf, type Held } from './available.js';
import { type Claim, demandOf } from './claim.js';
import { accountKey, asCharge, asPurchase, charging, difference, type Posting } from './money.js';
import { paying } from './payment.js';
import { boughtBy, type BoughtLine, payerOf, purchaseFlows } from './purchase.js';
import { emptied } from './settlement.js';

/** Every account's balance, by `accountKey`. */
function balancesOf(postings: readonly Posting[]): Map<string, number> {
  const balances = new Map<string, number>();
  const add = (key: string, amount: number) => balances.set(key, (balances.get(key) ?? 0) + amount);
  for (const { debit, credit, amountFen } of postings) {
    add(accountKey(debit), amountFen);
    add(accountKey(credit), -amountFen);
  }
  return balances;
}

/** A run in small: everything that can happen to its goods and its money between lock and settlement, in any order. */
interface Books {
  readonly postings: readonly Posting[];
  readonly bought: readonly BoughtLine[];
  /** At the gate by now; undefined until the bus has come. */
  readonly atGate: Readonly<Record<string, number>> | undefined;
  readonly claims: readonly Claim[];
  readonly shares: readonly Share[];
  readonly settled: boolean;
}
const runId = 'run';
const prices: Readonly<Record<string, number>> = { SC01: 3_000, JD01: 1_550 };
const bundles = Object.keys(prices);
const payerOfLine = (claim: Claim) => `household-${claim.orderLineId}`;

const command = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ is: fc.constant('purchase' as const), part: fc.nat(10), cheaper: fc.nat(400), advance: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('arrive' as const), lost: fc.nat(3), bundle: fc.constantFrom(...bundles) }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('handOut' as const), nth: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constant('pay' as const), nth: fc.nat(5), amount: fc.integer({ min: 1, max: 9_999 }), way: fc.nat(2) }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('settle' as const) }) },
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;
const order = fc.record({
  bundle: fc.constantFrom(...bundles),
  portions: fc.integer({ min: 1, max: 3 }),
  second: fc.integer({ min: 10, max: 59 }),
});

const opened = (orders: readonly { bundle: string; portions: number; second: number }[]): Books => ({
  postings: [],
  bought: [],
  atGate: undefined,
  claims: orders.map(({ bundle, portions, second }, i) => ({
    orderLineId: `line-${i}`,
    inPlaceOf: null,
    bundle,
    point: 'gate',
    increments: [{ portions, seenAt: `2026-11-24T20:00:${second}.000000Z` }],
    place: 0,
    priority: i % 3 === 0,
    shortBefore: i % 2,
    floor: 0,
    before: portions,
  })),
  shares: [],
  settled: false,
});

const portionsOf = (books: Books, bundle: string): number =>
  books.claims.filter((claim) => claim.bundle === bundle).reduce((sum, claim) => sum + demandOf(claim), 0);

function purchased(books: Books, { part, cheaper, advance }: Extract<Command, { is: 'purchase' }>): Books {
  const wanted = bundles.filter((bundle) => portionsOf(books, bundle) > 0);
  const lines = wanted.map((bundle) => ({
    runId,
    bundle,
    expected: portionsOf(books, bundle),
    quotedPriceFen: fen(prices[bundle] ?? 0),
    replaces: {},
  }));
  const moved = Object.entries(books.atGate ?? {}).map(([bundle, there]) => ({
    runId,
    bundle,
    received: there + handedOut(books, bundle),
    handedOut: handedOut(books, bundle),
  }));
  const said = Object.fromEntries(
    lines.map(({ bundle, expected, quotedPriceFen }) => {
      const least = books.atGate ? (books.bought.find((line) => line.bundle === bundle)?.bought ?? 0) : 0;
      return [bundle, { portions: Math.max(least, Math.floor((expected * part) / 10)), priceFen: quotedPriceFen - cheaper }];
    }),
  );
  const bought = boughtBy(lines, { bought: said }, moved);
  const before = books.postings.filter(({ subject }) => subject.startsWith('purchase'));
  const payer = payerOf(advance ? 'advance' : 'supplier', '超市', 'S004');
  const postings = difference(before, purchaseFlows('p', payer, bought)).map(asPurchase);
  return divided({ ...books, bought, postings: [...books.postings, ...postings] });
}

function arrived(books: Books, { lost, bundle }: Extract<Command, { is: 'arrive' }>): Books {
  if (!books.bought.length) return books;
  const there = books.atGate ?? Object.fromEntries(books.bought.map((line) => [line.bundle, line.bought]));
  return divided({ ...books, atGate: { ...there, ...(bundle in there ? { [bundle]: Math.max(0, (there[bundle] ?? 0) - lost) } : {}) } });
}

const handedOut = ({ claims }: Books, bundle: string): number =>
  claims.filter((claim) => claim.bundle === bundle).reduce((sum, { floor }) => sum + floor, 0);

function divided(books: Books): Books {
  const held: Held[] = Object.entries(books.atGate ?? {}).flatMap(([bundle, portions]) => [
    { bundle, kind: 'pickup-point', ref: 'gate', portions },
    { bundle, kind: 'source', ref: 'purchase', portions: -portions },
  ]);
  const bought = Object.fromEntries(books.bought.map((line) => [line.bundle, line.bought]));
  const pools = poolsOf({ points: ['gate'], bought, held, isPickupOver: false, moves: [] }, books.claims);
  const shares = allocate({ rule: 'one-each-first', seed: runId, claims: books.claims, pools, isPickupOver: false, names: {} });
  const flows = shares.flatMap(({ orderLineId, portions }) => {
    const claim = books.claims.find((one) => one.orderLineId === orderLineId);
    if (!claim || portions === 0) return [];
    return [charging({ runId, orderLineId, paidBy: payerOfLine(claim), amountFen: fen((prices[claim.bundle] ?? 0) * portions) })];
  });
  const before = books.postings.filter(({ subject }) => subject.startsWith('order-line'));
  const claims = books.claims.map((claim) => ({ ...claim, before: portionsIn(shares, claim) }));
  return { ...books, claims, shares, postings: [...books.postings, ...difference(before, flows).map(asCharge)] };
}
const portionsIn = (shares: readonly Share[], { orderLineId }: Claim): number =>
  shares.find((share) => share.orderLineId === orderLineId)?.portions ?? 0;

function givenTo(books: Books, { nth }: Extract<Command, { is: 'handOut' }>): Books {
  const claim = books.claims[nth];
  const there = books.atGate;
  if (!claim || !there || portionsIn(books.shares, claim) <= claim.floor || (there[claim.bundle] ?? 0) < 1) return books;
  const claims = books.claims.map((one) => (one === claim ? { ...one, floor: one.floor + 1 } : one));
  return { ...books, claims, atGate: { ...there, [claim.bundle]: (there[claim.bundle] ?? 0) - 1 } };
}

function paid(books: Books, { nth, amount, way }: Extract<Command, { is: 'pay' }>): Books {
  const claim = books.claims[nth];
  if (!claim) return books;
  const payment = paying({
    paymentId: `${books.postings.length}`,
    paidBy: payerOfLine(claim),
    way: (['cash', 'supplier', 'transfer'] as const)[way] ?? 'cash',
    amountFen: fen(amount),
    collectedBy: way === 2 ? null : 'D002',
    suppliers: ['超市'],
  });
  return { ...books, postings: [...books.postings, payment] };
}

function settled(books: Books): Books {
  const clearingFen = balancesOf(books.postings).get(`clearing:${runId}`) ?? 0;
  const priceDifferenceFen = books.bought.reduce(
    (sum, { bought, priceFen, bundle }) => sum + bought * (priceFen - (prices[bundle] ?? 0)),
    0,
  );
  return { ...books, settled: true, postings: [...books.postings, ...emptied({ runId, clearingFen, priceDifferenceFen })] };
}

function after(books: Books, said: Command): Books {
  if (books.settled) return books;
  if (said.is === 'purchase') return purchased(books, said);
  if (said.is === 'arrive') return arrived(books, said);
  if (said.is === 'handOut') return givenTo(books, said);
  return said.is === 'pay' ? paid(books, said) : settled(books);
}

/** `expect` is too slow for so many. */
function holds(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}
const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, n) => total + n, 0);

function check(books: Books): void {
  const balances = balancesOf(books.postings);
  holds(sum(balances.values()) === 0, 'every fen that somebody has somebody else has not');
  holds(
    books.postings.every(({ amountFen }) => Number.isInteger(amountFen) && amountFen > 0),
    'whole fen above zero',
  );
  for (const claim of books.claims) {
    const portions = portionsIn(books.shares, claim);
    const payments = sum(
      books.postings.filter((it) => it.kind === 'payment' && it.credit.holder === payerOfLine(claim)).map((it) => it.amountFen),
    );
    const owed = portions * (prices[claim.bundle] ?? 0) - payments;
    holds((balances.get(`household:${payerOfLine(claim)}`) ?? 0) === owed, 'a household owes what it gets, less what it has paid');
    holds(portions >= claim.floor && portions <= demandOf(claim), 'between what is handed out and what is wanted');
  }
  for (const bundle of bundles) {
    const given = sum(books.claims.filter((claim) => claim.bundle === bundle).map((claim) => portionsIn(books.shares, claim)));
    const there = books.atGate
      ? (books.atGate[bundle] ?? 0) + handedOut(books, bundle)
      : (books.bought.find((it) => it.bundle === bundle)?.bought ?? 0);
    holds(given === Math.min(there, portionsOf(books, bundle)), 'nobody is promised what is not there, nothing that is there is kept back');
  }
  const spent = sum(books.bought.map(({ bought, priceFen }) => bought * priceFen));
  const charged = sum(books.claims.map((claim) => portionsIn(books.shares, claim) * (prices[claim.bundle] ?? 0)));
  holds(
    (balances.get(`clearing:${runId}`) ?? 0) === (books.settled ? 0 : spent - charged),
    'clearing holds the difference until it is settled',
  );
  holds((balances.get('cash:D002') ?? 0) >= 0 && (balances.get('advance:S004') ?? 0) <= 0, 'cash is held, advances are owed');
}

it('keeps goods, demand and money in balance through any sequence of events', () => {
  fc.assert(
    fc.property(fc.array(order, { minLength: 1, maxLength: 6 }), fc.array(command, { maxLength: 14 }), (orders, commands) => {
      commands.reduce((books, said) => {
        const next = after(books, said);
        check(next);
        return next;
      }, opened(orders));
    }),
    { numRuns: 10_000 },
  );
});
