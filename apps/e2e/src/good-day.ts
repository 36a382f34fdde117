import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Durations, Policies } from '@jielong/orders-contract';
import type { Person } from './api.js';
import { FormPage } from './form-page.js';
import type { Allocation, Committed, Custody, Goods, Money, PickupOrder, Preview, Run } from './shapes.js';

/** The people of the sample community, by what they do on a good day; the purchaser buys at the market, the office elsewhere. */
export const codes = { coordinator: 'S001', accountant: 'S003', purchaser: 'S004', market: '示范保供超市', teamCaptain: 'D018' } as const;

export interface Opening {
  readonly compound: string;
  readonly gateCaptain: string;
  readonly serviceDate: string;
  readonly cutOffAt: string;
  readonly bundles: readonly { code: string; priceFen?: number; cap?: number; limitPerHousehold?: number }[];
  readonly minimumPortions?: number;
  readonly tripCap?: number;
  readonly policies?: { readonly approveShortages?: boolean } & Partial<Pick<Policies, 'quietHours' | 'ladders' | 'durations'>>;
  readonly durations?: Partial<Durations>;
}

/** One run as its people see it: each method is what one of them does. */
export class GoodDay {
  private constructor(
    readonly office: Person,
    readonly runId: string,
    readonly gateCaptain: Person,
  ) {}

  static async open(office: Person, { gateCaptain, ...opening }: Opening): Promise<GoodDay> {
    const { id } = await office.post<Run>('/supply-runs', opening);
    return new GoodDay(office, id, office.as(gateCaptain));
  }

  /** Yunfei Court with its 64 portions of four bundles, locked: the day that most journeys begin with. */
  static async locked(office: Person, over: Pick<Opening, 'serviceDate'> & Partial<Opening>): Promise<GoodDay> {
    const day = await GoodDay.open(office, {
      compound: 'YF',
      gateCaptain: 'D010',
      cutOffAt: new Date(Date.now() - 1_000).toISOString(),
      bundles: ['SC01', 'RL01', 'SG01', 'JD01'].map((code) => ({ code })),
      ...over,
    });
    await day.signUp('samples/signups/yunfei-court-clean.txt');
    await day.lock();
    return day;
  }

  /** Yunfei Court with a portion for each of some rooms, locked: whoever looks at what is a household's own takes rooms that no other journey takes. */
  static async ofRooms(office: Person, serviceDate: string, rooms: readonly string[]): Promise<GoodDay> {
    const day = await GoodDay.open(office, {
      ...{ compound: 'YF', gateCaptain: 'D010', serviceDate, minimumPortions: 1, bundles: [{ code: 'SC01' }] },
      cutOffAt: new Date(Date.now() - 1_000).toISOString(),
    });
    for (const room of rooms)
      await office.post(`${day.path}/orders`, {
        forHousehold: await householdAt(office, 'YF', room),
        items: { SC01: 1 },
        fulfilment: 'pick-up',
      });
    await day.lock();
    return day;
  }

  get path(): string {
    return `/supply-runs/${this.runId}`;
  }
  show = (): Promise<Run> => this.office.get(this.path);
  goods = (): Promise<Goods> => this.office.get(`${this.path}/goods`);
  custody = (): Promise<Custody> => this.office.get(`${this.path}/custody`);
  money = (): Promise<Money> => this.office.get(`${this.path}/money`);
  allocation = (version: number): Promise<Allocation> => this.office.get(`${this.path}/allocations/${version}`);
  pickupOrders = (): Promise<PickupOrder[]> => this.office.all(`${this.path}/pickup-orders`);
  reaches = (stage: string): Promise<Run> => this.office.until<Run>(this.path, (run) => run.stage === stage);

  /** Previews a chain's text and commits what was previewed. */
  async signUp(file: string, answersFile?: string): Promise<Committed> {
    const text = await readFile(file, 'utf8');
    const answers = answersFile ? (JSON.parse(await readFile(answersFile, 'utf8')) as { answers: object[] }).answers : undefined;
    const said = { text, ...(answers ? { answers } : {}) };
    const { revision } = await this.office.post<Preview>(`${this.path}/sign-ups/preview`, said);
    return this.office.post<Committed>(`${this.path}/sign-ups/commit`, { ...said, revision });
  }

  async lock(body: object = {}): Promise<Run> {
    await this.office.report(`${this.path}/lock`, body);
    return this.office.until<Run>(this.path, (run) => run.purchases.length > 0);
  }

  /** As expected, or with what was bought of some bundles. */
  async purchase(bought?: Record<string, { portions: number }>): Promise<void> {
    const { purchases } = await this.show();
    for (const { id, supplier } of purchases) {
      const body = { receipt: { number: `小票-${id.slice(0, 8)}` }, ...(bought ? { bought } : {}) };
      const purchaser = supplier === codes.market ? this.office.as(codes.purchaser) : this.office;
      await purchaser.report(`/purchases/${id}/purchase`, body);
    }
  }

  /** Divided, and taken over by logistics, which has planned a trip: a purchase reported at once is divided before that. */
  async allocated(version = 1): Promise<Goods> {
    return this.office.until<Goods>(`${this.path}/goods`, (goods) => goods.allocationVersion >= version && goods.trips.length > 0);
  }

  async load(body: object = { departed: true }): Promise<void> {
    const { trips } = await this.goods();
    const captain = this.office.as(codes.teamCaptain);
    for (const { id } of trips) await captain.report(`/trips/${id}/loading`, body);
  }

  /** A link by which somebody reports a step, once it is asked for. */
  async link(process: string, step: string, person: string): Promise<string> {
    const service = process.startsWith('purchase:') ? 'orders' : 'logistics';
    const isAsked = ({ items }: { items: { step: string }[] }) => items.some((item) => item.step === step);
    await this.office.until(`/steps/${service}?process=${process}`, isAsked);
    return (await this.office.post<{ link: string }>(`/steps/${service}/links`, { process, step, person, hours: 2 })).link;
  }

  /** As the captain does who has nothing but a link in a chat: opens it, ticks that the bus has left, and presses the one button. */
  async loadByLink(): Promise<void> {
    const { trips } = await this.goods();
    for (const { id } of trips) {
      const page = await FormPage.open(await this.link(`trip:${id}`, 'confirmLoading', codes.teamCaptain));
      const { status, text } = await page.press({ answer: 'as-expected', departed: 'yes' });
      if (status !== 200) throw new Error(`the loading was not taken: ${status} ${text}`);
    }
  }

  /** Each stop as expected, the first with what its report says else. Waits until its points are open. */
  async handOver(first: object = {}): Promise<Goods> {
    const { trips } = await this.goods();
    for (const [i, { trip, stop }] of trips.flatMap(({ id, stops }) => stops.map((one) => ({ trip: id, stop: one.id }))).entries()) {
      const parties = { handedOverBy: { person: codes.teamCaptain }, receivedBy: { person: this.gateCaptain.code }, counted: 'both' };
      await this.gateCaptain.report(`/trips/${trip}/handoff`, { at: stop, ...parties, ...(i === 0 ? first : {}) });
    }
    return this.office.until<Goods>(`${this.path}/goods`, ({ pickupPoints }) => pickupPoints.every(({ state }) => state !== 'waiting'));
  }

  /** One household at the gate; `by` room, code or token. */
  give = (pointId: string, by: object): Promise<object> =>
    this.gateCaptain.post('/pickups', { scanId: randomUUID(), kind: 'ask', run: this.runId, pointId, by });

  deliver = (orderId: string, outcome: 'delivered' | 'left-at-door', deliveredTo?: string): Promise<object> =>
    this.gateCaptain.post('/deliveries', {
      scanId: randomUUID(),
      run: this.runId,
      orderId,
      outcome,
      ...(deliveredTo ? { deliveredTo } : {}),
    });

  async closePickup(): Promise<Run> {
    const { pickupPoints } = await this.goods();
    for (const { id } of pickupPoints) await this.gateCaptain.report(`${this.path}/close-pickup`, { at: id });
    return this.reaches('settling');
  }

  cancel = (reason = '道路封闭'): Promise<object> => this.office.report(`${this.path}/cancellation`, { reason });
  voided = (into?: string, reason = '未成团'): Promise<object> =>
    this.office.report(`${this.path}/voiding`, { reason, ...(into ? { into } : {}) });
  /** Ids of its workflows: of the run, its purchases and its trips. */
  async processes(): Promise<string[]> {
    const [{ purchases }, { trips }] = [await this.show(), await this.goods()];
    return [`supply-run:${this.runId}`, ...purchases.map(({ id }) => `purchase:${id}`), ...trips.map(({ id }) => `trip:${id}`)];
  }
  /** Open processes of the run that nobody carries on, of both services. */
  async lost(): Promise<string[]> {
    const of = (service: string) => this.office.get<{ items: { processId: string }[] }>(`/processes/${service}/lost?run=${this.runId}`);
    const [orders, logistics] = [await of('orders'), await of('logistics')];
    return [...orders.items, ...logistics.items].map(({ processId }) => processId);
  }
  /** They start again from their rows. */
  async resume(): Promise<void> {
    for (const service of ['orders', 'logistics']) await this.office.post(`/processes/${service}/resume`, { run: this.runId });
  }

  /** Pickup is over, what is left goes back, and the books are closed. */
  async end(): Promise<void> {
    await this.closePickup();
    await this.dispose();
    await this.settle();
  }

  dispose = (): Promise<object> => this.office.report(`${this.path}/disposal`);

  async settle(stage = 'closed'): Promise<Run> {
    await this.office.as(codes.accountant).report(`${this.path}/settlement`);
    return this.reaches(stage);
  }
}

export const isToDoor = ({ fulfilment }: PickupOrder): boolean => fulfilment === 'to-door' || fulfilment === 'left-at-door';
export const portionsOf = ({ lines }: PickupOrder): number => lines.reduce((sum, { portions }) => sum + portions, 0);
export const roomOf = ({ building, unit, room }: PickupOrder): string => [building, unit, room].filter(Boolean).join('-');
/** The household of a room, empty where there is none. */
export async function householdAt(office: Person, compound: string, room: string): Promise<string> {
  const { items } = await office.post<{ items: { id: string }[] }>('/households/find', { compound, room });
  return items[0]?.id ?? '';
}
