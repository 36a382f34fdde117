import { randomUUID } from 'node:crypto';
import type { Policies } from '@jielong/orders-contract';
import type { BothServices } from './both-services.js';
import { type Fetched, Gate, type Lines } from './gate.js';
import type { Heard } from './heard.js';
import { MoneyDesk } from './money-desk.js';
import { isEnd, ToldDay, type ToldStep } from './told-day.js';

interface Said {
  readonly step: ToldStep;
  readonly reportId: string;
  readonly body: object;
}

/** What has been said so far on one day. */
export class Story {
  readonly gate: Gate;
  readonly money: MoneyDesk;
  /** The report that counts, by step. */
  private readonly counting = new Map<ToldStep, string>();
  private readonly accepted = new Set<string>();
  private readonly said: Said[] = [];
  private readonly scans: (Fetched & { way: 'ask' | 'state' })[] = [];

  private constructor(
    both: BothServices,
    readonly day: ToldDay,
  ) {
    this.gate = new Gate(both, day);
    this.money = new MoneyDesk(both, day);
  }

  static open = async (both: BothServices, policies: Partial<Policies> = {}): Promise<Story> =>
    new Story(both, await ToldDay.open(both, ordered, policies));

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

  /** The day from paper: what cannot be read is not reported. */
  async wrapUp(text: string, body: object, corrects = false): Promise<Heard> {
    const { wrapUp, answer } = await this.gate.reads(text);
    if (wrapUp === undefined) return answer;
    return corrects ? this.correct('wrapUp', { ...body, wrapUp }) : this.tell('wrapUp', { ...body, wrapUp });
  }

  async fetch(way: 'ask' | 'state', room: string, lines?: Lines): Promise<Heard> {
    const scan = { way, scanId: randomUUID(), room, ...(lines ? { lines } : {}) };
    this.scans.push(scan);
    return this.gate.fetched(way, scan);
  }

  async fetchAgain(nth: number): Promise<Heard> {
    const scan = this.scans[nth % Math.max(1, this.scans.length)];
    return scan ? this.gate.fetched(scan.way, scan) : 'nothing';
  }

  /** What is accepted for the first time counts from now on. */
  private async say({ step, reportId, body }: Said): Promise<Heard> {
    const heard = await this.day.tell(step, reportId, body);
    if (heard === 'accepted' && !this.accepted.has(reportId)) this.counting.set(step, reportId);
    if (heard === 'accepted') this.accepted.add(reportId);
    return heard;
  }
}

export const bodies: Readonly<Partial<Record<ToldStep, object>>> = {
  confirmPurchase: { receipt: { number: 'A-1' } },
  confirmLoading: { departed: true },
  confirmHandoff: { handedOverBy: { role: 'driver' }, receivedBy: { person: 'D001' }, counted: 'both' },
  contestHandoff: { doneBy: 'V001', countedBy: { role: 'driver' }, reason: '车上数的不一样' },
  decideDispute: { counts: 'first', reason: '调取监控' },
  approveSettlement: { enteredBy: 'S003', doneBy: 'S003' },
};
export const ordered = { '1-1-201': { SC01: 2, JD01: 1 }, '1-1-302': { SC01: 1 }, '2-1-101': { JD01: 2 } } as const;

/** How every day can be brought to its end, whatever has happened. */
export async function finish(story: Story): Promise<string[]> {
  const heard: string[] = [];
  const ending: readonly (readonly [ToldStep, boolean])[] = [
    ['lockOrders', false],
    ['confirmPurchase', false],
    ['closePickup', false],
    ['decideDispute', false],
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
