import { randomUUID } from 'node:crypto';
import { calendarDateOf } from '@jielong/kernel';
import type { Client } from '@temporalio/client';
import type { Person } from '../api.js';
import { codes, type GoodDay } from '../good-day.js';
import { Runs } from './runs.js';

/** Nobody has any time: whatever is asked for is late at once. */
const noTime = { lockMs: 1, purchaseMs: 1, loadingMs: 1, handoffMs: 1, closePickupMs: 1, settlementMs: 1 } as const;
const cutOffMs = 1_500;

/** What a small day has not: late steps, nonsense, a corrected purchase, the rest told from paper. It too always comes to the same ledgers. */
export class HardDay {
  private readonly runs: Runs;

  constructor(
    private readonly office: Person,
    private readonly temporal: () => Promise<Client>,
  ) {
    this.runs = new Runs(office);
  }

  async live(began: (day: GoodDay) => void): Promise<GoodDay> {
    const cutOffAt = new Date(Date.now() + cutOffMs).toISOString();
    const day = await this.runs.open({ cutOffAt, serviceDate: calendarDateOf(new Date()), policies: { durations: noTime } });
    began(day);
    await day.reaches('confirming'); // by itself
    await this.saysNonsense(day);
    await day.lock();
    await this.buysTwice(day);
    await day.gateCaptain.report(`${day.path}/wrap-up`, { wrapUp: await paperOf(day) });
    await day.reaches('settling');
    await day.settle();
    return day;
  }

  private async saysNonsense({ runId }: GoodDay): Promise<void> {
    const run = (await this.temporal()).workflow.getHandle(`supply-run:${runId}`);
    for (const step of ['lockOrders', 'closePickup']) await run.signal(step, { nonsense: randomUUID() });
  }

  /** The second receipt comes when the goods are on their bus. */
  private async buysTwice(day: GoodDay): Promise<void> {
    const [purchase] = (await day.show()).purchases;
    const path = `/purchases/${purchase?.id ?? ''}/purchase`;
    const [purchaser, reportId] = [this.office.as(codes.purchaser), randomUUID()];
    await purchaser.report(path, { reportId, receipt: { number: '小票-1' } });
    await day.allocated();
    await day.load();
    await purchaser.report(path, { corrects: reportId, receipt: { number: '小票-2' } });
  }
}

const paperOf = async ({ gateCaptain, path }: GoodDay): Promise<string> =>
  (await gateCaptain.post<{ id: string }>(`${path}/wrap-ups`, { pages: [{ text: 'all' }] })).id;

/** A run that is called off while its goods are at the shop. */
export class CalledOffDay {
  private readonly runs: Runs;

  constructor(office: Person) {
    this.runs = new Runs(office);
  }

  async live(began: (day: GoodDay) => void): Promise<GoodDay> {
    const day = await this.runs.open();
    began(day);
    await day.lock();
    await day.purchase();
    await day.allocated();
    await day.cancel();
    await day.reaches('settling');
    await day.dispose();
    await day.settle('cancelled');
    return day;
  }
}
