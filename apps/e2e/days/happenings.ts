import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { type Heard, isEnd, type ToldDay, type ToldStep } from './told-day.js';

/** Something that people do on a day, in any order. It prints itself, so that a failing day can be read. */
export interface Happening {
  readonly what: string;
  happen(story: Story): Promise<Heard>;
  /** For fast-check's own report. */
  toString(): string;
}
interface Said {
  readonly step: ToldStep;
  readonly reportId: string;
  readonly body: object;
}

/** What has been said so far on one day. */
export class Story {
  /** The report that counts, by step. */
  private readonly counting = new Map<ToldStep, string>();
  private readonly accepted = new Set<string>();
  private readonly said: Said[] = [];
  private readonly scans: { way: 'ask' | 'state'; scanId: string; room: string; lines?: Readonly<Record<string, number>> }[] = [];

  constructor(readonly day: ToldDay) {}

  async tell(step: ToldStep, body: object = {}): Promise<Heard> {
    const reportId = randomUUID();
    this.said.push({ step, reportId, body });
    return this.say({ step, reportId, body });
  }

  /** Corrects what counts; where nothing does, it is a first report that claims to correct. */
  correct = (step: ToldStep, body: object): Promise<Heard> =>
    this.tell(step, { ...body, corrects: this.counting.get(step) ?? 'nothing-yet', reason: '数错了' });

  /** In the same words, much later. */
  async repeat(nth: number): Promise<Heard> {
    const said = this.said[nth % Math.max(1, this.said.length)];
    return said ? this.say(said) : 'nothing';
  }

  /** What is accepted for the first time counts from now on. */
  private async say({ step, reportId, body }: Said): Promise<Heard> {
    const heard = await this.day.tell(step, reportId, body);
    if (heard === 'accepted' && !this.accepted.has(reportId)) this.counting.set(step, reportId);
    if (heard === 'accepted') this.accepted.add(reportId);
    return heard;
  }

  async fetch(way: 'ask' | 'state', room: string, lines?: Readonly<Record<string, number>>): Promise<Heard> {
    const scan = { scanId: randomUUID(), room, ...(lines ? { lines } : {}) };
    this.scans.push({ way, ...scan });
    return this.day.fetched(way, scan);
  }

  async fetchAgain(nth: number): Promise<Heard> {
    const scan = this.scans[nth % Math.max(1, this.scans.length)];
    if (!scan) return 'nothing';
    const { way, ...rest } = scan;
    return this.day.fetched(way, rest);
  }
}

export const bodies: Readonly<Partial<Record<ToldStep, object>>> = {
  confirmPurchase: { receipt: { number: 'A-1' } },
  confirmLoading: { departed: true },
  confirmHandoff: { handedOverBy: { role: 'driver' }, receivedBy: { person: 'D001' }, counted: 'both' },
  approveSettlement: { enteredBy: 'S003', doneBy: 'S003' },
};
export const ordered = { '1-1-201': { SC01: 2, JD01: 1 }, '1-1-302': { SC01: 1 }, '2-1-101': { JD01: 2 } } as const;
const rooms = Object.keys(ordered);

const happening = (what: string, happen: Happening['happen']): Happening => ({ what, happen, toString: () => what });
const told = (step: ToldStep, body: object = {}, corrects = false): Happening => {
  const said = { ...bodies[step], ...body };
  const what = `${corrects ? 'correct' : 'tell'} ${step} ${JSON.stringify(body)}`;
  return happening(what, (story) => (corrects ? story.correct(step, said) : story.tell(step, said)));
};

const few = fc.integer({ min: 0, max: 2 });
const counts = fc.record({ missing: few, damaged: few }).map((line) => [{ bundle: 'SC01', ...line }]);
const differs = fc.option(counts, { nil: undefined }).map((lines) => (lines ? { lines } : {}));
const bought = fc
  .option(fc.record({ SC01: fc.integer({ min: 0, max: 4 }), JD01: fc.integer({ min: 1, max: 3 }) }), { nil: undefined })
  .map((portions) =>
    portions ? { bought: { SC01: { portions: portions.SC01 }, JD01: { portions: portions.JD01, priceFen: 2_000 } } } : {},
  );
const left = fc.option(few, { nil: undefined }).map((n) => (n === undefined ? {} : { left: { SC01: n } }));
const events = fc
  .record({
    what: fc.constantFrom('missing', 'damaged', 'donated'),
    at: fc.constantFrom('pickup-point', 'bus', 'supplier'),
    portions: fc.integer({ min: 1, max: 2 }),
  })
  .map((event) => ({ events: [{ bundle: 'SC01', ...event }] }));
const room = fc.constantFrom(...rooms);
const part = fc.option(fc.constantFrom({ SC01: 1 }, { JD01: 1 }), { nil: undefined });

/** Everything that may happen, as often as it is listed; whoever adds a step adds a line. */
export const happenings: readonly fc.Arbitrary<Happening>[] = [
  fc.constant(told('lockOrders')),
  bought.map((body) => told('confirmPurchase', body)),
  bought.map((body) => told('confirmPurchase', body, true)),
  differs.map((body) => told('confirmLoading', body)),
  differs.map((body) => told('confirmLoading', body, true)),
  differs.map((body) => told('confirmHandoff', body)),
  differs.map((body) => told('confirmHandoff', body, true)),
  events.map((body) => told('noteGoods', body)),
  left.map((body) => told('closePickup', body)),
  fc.constant(told('disposeRemainder')),
  fc.constant(told('approveSettlement')),
  fc.nat(20).map((nth) => happening(`repeat report ${nth}`, (story) => story.repeat(nth))),
  fc.tuple(room, part).map(([at, lines]) => happening(`${at} asks for ${JSON.stringify(lines)}`, (story) => story.fetch('ask', at, lines))),
  fc
    .tuple(room, part)
    .map(([at, lines]) => happening(`${at} was scanned for ${JSON.stringify(lines)}`, (story) => story.fetch('state', at, lines))),
  fc.nat(20).map((nth) => happening(`repeat scan ${nth}`, (story) => story.fetchAgain(nth))),
];

/** What ends most of a day, and therefore happens seldom. */
const upheavals: readonly fc.Arbitrary<Happening>[] = [
  fc.constant(told('cancelRun', { reason: '道路封闭' })),
  fc.constantFrom('store', 'supplier').map((to) => told('divertTrip', { to, reason: '抛锚' })),
];

/** A day: anything, in any order. */
export const days: fc.Arbitrary<Happening[]> = fc.array(
  fc.oneof({ weight: 20, arbitrary: fc.oneof(...happenings) }, { weight: 1, arbitrary: fc.oneof(...upheavals) }),
  { minLength: 3, maxLength: 16 },
);

/** How every day can be brought to its end, whatever has happened. */
export async function finish(story: Story): Promise<string[]> {
  const heard: string[] = [];
  const ending: readonly (readonly [ToldStep, boolean])[] = [
    ['lockOrders', false],
    ['confirmPurchase', false],
    ['closePickup', false],
    ['disposeRemainder', false],
    ['approveSettlement', false],
    ['disposeRemainder', true],
    ['approveSettlement', false],
    ['confirmPurchase', true], // to what has come, where it contradicts what was counted
    ['approveSettlement', false],
  ];
  for (const [step, corrects] of ending) {
    if (isEnd((await story.day.now()).orders.stage)) break;
    const came = step === 'confirmPurchase' && corrects ? { ...bodies[step], bought: await story.day.received() } : bodies[step];
    heard.push(`${step}: ${await (corrects ? story.correct(step, came ?? {}) : story.tell(step, came))}`);
  }
  return heard;
}
