import { randomUUID } from 'node:crypto';
import type { Person } from '../api.js';
import { type GoodDay, isToDoor, portionsOf, roomOf } from '../good-day.js';
import type { PickupOrder } from '../shapes.js';
import { bundles, households, Runs } from './runs.js';

/** A whole day that always comes to the same ledgers: some fetch at the gate, some are scanned offline, one does not come. */
export class SmallDay {
  private readonly runs: Runs;

  constructor(office: Person) {
    this.runs = new Runs(office);
  }

  /** The stages in their order; `between` is told which is over. */
  async live(between: (day: GoodDay, done: string) => Promise<void> = async () => undefined): Promise<GoodDay> {
    const day = await this.runs.open();
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
