import { randomUUID } from 'node:crypto';
import type { Person } from '../api.js';
import { GoodDay, isToDoor, portionsOf, roomOf } from '../good-day.js';
import type { PickupOrder } from '../shapes.js';

const compounds = [
  { compound: 'LT', gateCaptain: 'D001' },
  { compound: 'YF', gateCaptain: 'D010' },
  { compound: 'JT', gateCaptain: 'D028' },
] as const;
const dayMs = 86_400_000;
const bundles = ['SC01', 'JD01'] as const;
/** Each day is the same, whatever goes wrong around it: so many households, one portion of each bundle, one of them damaged on the way. */
const households = 8;

/** A whole day that always comes to the same ledgers: some fetch at the gate, some are scanned offline, one does not come. */
export class SmallDay {
  private readonly homes = new Map<string, readonly string[]>();
  private opened = 0;

  constructor(private readonly office: Person) {}

  /** The stages in their order; `between` is told which is over. */
  async live(between: (day: GoodDay, done: string) => Promise<void> = async () => undefined): Promise<GoodDay> {
    const day = await this.open();
    await between(day, 'opening');
    const stages: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['lock', () => day.lock()],
      ['purchase', () => day.purchase()],
      ['allocation', () => day.allocated()],
      ['loading', () => day.load()],
      ['handoff', () => handedOver(day)],
      ['pickup', () => pickUp(day)],
      ['closing', () => day.closePickup()],
      ['disposal', () => day.dispose()],
      ['settlement', () => day.settle()],
    ];
    for (const [stage, work] of stages) {
      await work();
      await between(day, stage);
    }
    return day;
  }

  /** A run past its cut-off, with its orders. */
  private async open(): Promise<GoodDay> {
    const nth = (this.opened += 1);
    const place = compounds[nth % compounds.length] ?? compounds[0];
    const day = await GoodDay.open(this.office, {
      ...place,
      serviceDate: new Date(Date.now() + (1 + (nth % 150)) * dayMs).toISOString().slice(0, 10),
      cutOffAt: new Date(Date.now() - 1_000).toISOString(),
      minimumPortions: 1,
      bundles: bundles.map((code) => ({ code, cap: 100, limitPerHousehold: 5 })),
    });
    const items = Object.fromEntries(bundles.map((code) => [code, 1]));
    for (const forHousehold of await this.homesOf(place.compound)) {
      await this.office.post(`${day.path}/orders`, { forHousehold, items, fulfilment: 'pick-up' });
    }
    return day;
  }

  private async homesOf(compound: string): Promise<readonly string[]> {
    const known = this.homes.get(compound);
    if (known) return known;
    const all = await this.office.all<{ readonly id: string }>(`/households?compound=${compound}`);
    const some = all.slice(0, households).map(({ id }) => id);
    this.homes.set(compound, some);
    return some;
  }
}

/** One egg box is damaged, which is said by a correction: the goods are divided again, and nobody fetches before that. */
async function handedOver(day: GoodDay): Promise<void> {
  const reportId = randomUUID();
  await day.handOver({ reportId });
  await day.handOver({ lines: [{ bundle: 'JD01', damaged: 1 }], corrects: reportId, reason: '有一箱破了' });
  await day.office.until<{ items: PickupOrder[] }>(`${day.path}/pickup-orders?limit=100`, ({ items }) => eggsOf(items) === households - 1);
}
const eggsOf = (orders: readonly PickupOrder[]): number =>
  orders.flatMap(({ lines }) => lines.filter(({ bundle }) => bundle === 'JD01')).reduce((sum, { portions }) => sum + portions, 0);

async function pickUp(day: GoodDay): Promise<void> {
  const [point] = (await day.goods()).pickupPoints;
  if (!point) throw new Error('the run has no pickup point');
  const orders = (await day.pickupOrders()).filter((order) => !isToDoor(order));
  const absent = orders.findLast((order) => portionsOf(order) === bundles.length); // whoever goes short this time: it comes to the same
  const coming = orders.filter((order) => order !== absent && portionsOf(order) > 0);
  const [online, offline] = [coming.slice(0, 4), coming.slice(4)];
  for (const order of online) await day.give(point.id, { room: roomOf(order) });
  const scans = offline.map(({ token }) => ({
    ...{ scanId: randomUUID(), givenAt: new Date().toISOString(), run: day.runId, pointId: point.id, by: { token } },
  }));
  await day.gateCaptain.post('/pickups/batch', { deviceId: 'chaos-phone', scans });
}
