import type { BothServices } from './both-services.js';
import type { Heard } from './heard.js';
import type { ToldDay } from './told-day.js';

export interface Paid {
  readonly room: string;
  readonly amountFen: number;
}

/** What households of one day pay, and what they are given back: over HTTP. */
export class MoneyDesk {
  private readonly payments: string[] = [];

  constructor(
    private readonly both: BothServices,
    private readonly day: ToldDay,
  ) {}

  async pays({ room, amountFen }: Paid, way: 'cash' | 'supplier' | 'transfer', prepaid: boolean): Promise<Heard> {
    const household = await this.both.householdAt(room);
    const collectedBy = way === 'cash' ? { collectedBy: 'D002' } : {};
    return this.asked(`payments`, { paidBy: household, amountFen, way, prepaid, ...collectedBy }, (id) => this.payments.push(id));
  }

  /** The nth payment was none. */
  async reverses(nth: number): Promise<Heard> {
    const payment = this.payments[nth % Math.max(1, this.payments.length)];
    return payment === undefined ? 'nothing' : this.answer(`/payments/${payment}/reverse`, { reason: '记错了一户' });
  }

  async paysOut({ room, amountFen }: Paid, from: 'cash' | 'fund'): Promise<Heard> {
    const paidBy = from === 'cash' ? { paidBy: 'D002' } : {};
    return this.asked('payouts', { household: await this.both.householdAt(room), amountFen, from, ...paidBy });
  }

  async waives({ room, amountFen }: Paid): Promise<Heard> {
    return this.asked('waivers', { household: await this.both.householdAt(room), amountFen, reason: '困难户' });
  }

  private asked = (what: string, body: object, noted?: (id: string) => void): Promise<Heard> =>
    this.answer(`/supply-runs/${this.day.runId}/${what}`, body, noted);

  private async answer(path: string, body: object, noted?: (id: string) => void): Promise<Heard> {
    const { status, body: said } = await this.both.service.call<{ id: string; code: string }>('POST', path, body);
    if (status >= 500) throw new Error(`${path}: ${JSON.stringify(said)}`);
    if (status >= 400) return said.code;
    noted?.(said.id);
    return 'accepted';
  }
}
