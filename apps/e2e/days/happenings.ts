import type { Policies } from '@jielong/orders-contract';
import fc from 'fast-check';
import type { Lines } from './gate.js';
import type { Heard } from './heard.js';
import { bodies, ordered, type Story } from './story.js';
import type { ToldStep } from './told-day.js';

/** Something that people do on a day, in any order. It prints itself, so that a failing day can be read. */
export interface Happening {
  readonly what: string;
  happen(story: Story): Promise<Heard>;
  /** For fast-check's own report. */
  toString(): string;
}
const rooms = Object.keys(ordered);

const happening = (what: string, happen: Happening['happen']): Happening => ({ what, happen, toString: () => what });
const told = (step: ToldStep, body: object = {}, corrects = false): Happening => {
  const said = { ...bodies[step], ...body };
  const what = `${corrects ? 'correct' : 'tell'} ${step} ${JSON.stringify(body)}`;
  return happening(what, (story) => (corrects ? story.correct(step, said) : story.tell(step, said)));
};

const asks = (room: string, lines?: Lines): Happening =>
  happening(`${room} asks for ${JSON.stringify(lines)}`, (story) => story.fetch('ask', room, lines));
const wasScanned = (room: string, lines?: Lines): Happening =>
  happening(`${room} was scanned for ${JSON.stringify(lines)}`, (story) => story.fetch('state', room, lines));

const few = fc.integer({ min: 0, max: 2 });
const bundle = fc.constantFrom('SC01', 'JD01');
const counts = fc.record({ bundle, missing: few, damaged: few }).map((line) => [line]);
const differs = fc.option(counts, { nil: undefined }).map((lines) => (lines ? { lines } : {}));
const bought = fc
  .option(
    fc.record({ SC01: fc.integer({ min: 0, max: 4 }), JD01: fc.integer({ min: 1, max: 3 }), SC02: fc.option(few, { nil: undefined }) }),
    {
      nil: undefined,
    },
  )
  .map((portions) => {
    if (!portions) return {};
    const { SC01, JD01, SC02 } = portions;
    const instead = SC02 === undefined ? {} : { SC02: { portions: SC02 } };
    return { bought: { SC01: { portions: SC01 }, JD01: { portions: JD01, priceFen: 2_000 }, ...instead } };
  });
const left = fc.option(few, { nil: undefined }).map((n) => (n === undefined ? {} : { left: { SC01: n } }));
const events = fc
  .record({
    what: fc.constantFrom('missing', 'damaged', 'donated'),
    at: fc.constantFrom('pickup-point', 'bus', 'supplier'),
    portions: fc.integer({ min: 1, max: 2 }),
  })
  .map((event) => ({ events: [{ bundle: 'SC01', ...event }] }));
const sorted = fc
  .constantFrom('pickup-point', 'supplier')
  .map((at) => ({ events: [{ what: 'sorted', at, bundle: 'JD01', portions: 1, into: { bundle: 'SC01', portions: 2 } }] }));
const room = fc.constantFrom(...rooms);
const part = fc.option(fc.constantFrom({ SC01: 1 }, { JD01: 1 }), { nil: undefined });

const second = counts.map((lines) => ({ lines: lines.map((line) => ({ ...line, portions: 1 })) }));
const decided = fc.oneof(fc.constantFrom('first', 'second'), counts).map((which) => ({ counts: which }));
const nth = fc.nat(20);
const texts = ['都取了', '除1-1-302外都取了', 'all except 2-1-101 (1 egg), 1-1-302', 'all except 1-1-201 (SC01 1)', '大家都好'];
const paper = fc.tuple(fc.constantFrom(...texts), left);
const to = fc.constantFrom('point' as const, 'missing' as const, 'damaged' as const);
const choice = fc.constantFrom('dismiss' as const, 'count' as const, 'reverse-first' as const);
const paid = fc.record({ room, amountFen: fc.integer({ min: 1, max: 6_000 }) });
const way = fc.constantFrom('cash' as const, 'supplier' as const, 'transfer' as const);

/** What becomes of money: it may happen at any time, and changes nothing for the goods. */
const moneyMatters: readonly fc.Arbitrary<Happening>[] = [
  fc
    .tuple(paid, way, fc.boolean())
    .map(([of, by, prepaid]) => happening(`pays ${JSON.stringify({ ...of, by, prepaid })}`, ({ money }) => money.pays(of, by, prepaid))),
  nth.map((n) => happening(`reverse payment ${n}`, ({ money }) => money.reverses(n))),
  fc
    .tuple(paid, fc.constantFrom('cash' as const, 'fund' as const))
    .map(([of, from]) => happening(`pay out ${JSON.stringify({ ...of, from })}`, ({ money }) => money.paysOut(of, from))),
  paid.map((of) => happening(`waive ${JSON.stringify(of)}`, ({ money }) => money.waives(of))),
];

/** Everything that may happen, as often as it is listed; whoever adds a step adds a line. */
export const happenings: readonly fc.Arbitrary<Happening>[] = [
  fc.constant(told('lockOrders')),
  bought.map((body) => told('confirmPurchase', body)),
  bought.map((body) => told('confirmPurchase', body, true)),
  differs.map((body) => told('confirmLoading', body)),
  differs.map((body) => told('confirmLoading', body, true)),
  differs.map((body) => told('confirmHandoff', body)),
  differs.map((body) => told('confirmHandoff', body, true)),
  second.map((body) => told('contestHandoff', body)),
  second.map((body) => told('contestHandoff', body, true)),
  decided.map((body) => told('decideDispute', body)),
  decided.map((body) => told('decideDispute', body, true)),
  events.map((body) => told('noteGoods', body)),
  fc.oneof(events, fc.constant({ events: [] })).map((body) => told('noteGoods', body, true)),
  sorted.map((body) => told('noteGoods', body)),
  left.map((body) => told('closePickup', body)),
  left.map((body) => told('closePickup', body, true)),
  fc.constant(told('disposeRemainder')),
  fc.constant(told('disposeRemainder', {}, true)),
  fc.constant(told('approveSettlement')),
  nth.map((n) => happening(`repeat report ${n}`, (story) => story.repeat(n))),
  fc.tuple(room, part).map(([at, lines]) => asks(at, lines)),
  fc.tuple(room, part).map(([at, lines]) => wasScanned(at, lines)),
  nth.map((n) => happening(`repeat scan ${n}`, (story) => story.fetchAgain(n))),
  fc
    .tuple(nth, to, part)
    .map(([n, where, lines]) =>
      happening(`pickup ${n} goes back to ${where}: ${JSON.stringify(lines)}`, ({ gate }) =>
        gate.takesBack(n, { to: where, ...(lines ? { lines } : {}) }),
      ),
    ),
  fc.tuple(nth, choice).map(([n, which]) => happening(`conflict ${n}: ${which}`, ({ gate }) => gate.decides(n, which))),
  paper.map(([text, body]) => happening(`from paper: ${text} ${JSON.stringify(body)}`, (story) => story.wrapUp(text, body))),
  fc.oneof(...moneyMatters),
];

/** What ends most of a day, and therefore happens seldom. */
const upheavals: readonly fc.Arbitrary<Happening>[] = [
  paper.map(([text, body]) => happening(`from paper again: ${text} ${JSON.stringify(body)}`, (story) => story.wrapUp(text, body, true))),
  fc.constant(told('cancelRun', { reason: '道路封闭' })),
  fc.constantFrom('store', 'supplier').map((to) => told('divertTrip', { to, reason: '抛锚' })),
];

const morning = (['lockOrders', 'confirmPurchase', 'confirmLoading', 'confirmHandoff'] as const).map((step) => told(step));
const disputed = told('contestHandoff', { lines: [{ bundle: 'SC01', portions: 1, missing: 1 }] });
const lived = [
  [...morning, asks('1-1-201'), wasScanned('1-1-302'), asks('2-1-101')],
  [...morning, disputed, told('closePickup')],
];
const anything = fc.array(fc.oneof({ weight: 20, arbitrary: fc.oneof(...happenings) }, { weight: 1, arbitrary: fc.oneof(...upheavals) }), {
  minLength: 3,
  maxLength: 16,
});

/** Who gets root vegetables where there are no leaves. */
export const rules = fc.constantFrom<Policies['substitutes']>('if-accepted', 'unless-refused');

/** A day: anything, in any order, after as much of a usual day as there was. */
export const days: fc.Arbitrary<Happening[]> = fc
  .tuple(fc.constantFrom(...lived), fc.nat(8), anything)
  .map(([usual, begun, rest]) => [...usual.slice(0, begun), ...rest]);
