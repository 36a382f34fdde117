import { calendarDateOf } from '@jielong/kernel';
import type { Person } from './api.js';
import { GoodDay } from './good-day.js';
import type { Histories, HistorySize } from './histories.js';

const dayMs = 86_400_000;
const codes = ['SC01', 'RL01', 'SG01', 'JD01'];

/** Where and how large a day is that is only there to be measured. */
export interface Measured {
  readonly compound: string;
  readonly gateCaptain: string;
  readonly households: number;
  /** Portions that each household orders, of the four bundles together. */
  readonly each: number;
}

/** 170 and 2,000 portions at one gate, and 170 at two. */
export const measuredDays = {
  few: { compound: 'LT', gateCaptain: 'D001', households: 85, each: 2 },
  many: { compound: 'JT', gateCaptain: 'D028', households: 250, each: 8 },
  twoStops: { compound: 'CL', gateCaptain: 'D019', households: 85, each: 2 },
} as const satisfies Record<string, Measured>;

/** A whole good day, from open to closed, with caps that let it be as large as it is; nobody fetches anything, and everybody reports when asked. */
export async function measuredDay(
  office: Person,
  histories: Histories,
  { compound, gateCaptain, households, each }: Measured,
): Promise<GoodDay> {
  const day = await GoodDay.open(office, {
    ...{ compound, gateCaptain, serviceDate: calendarDateOf(new Date(Date.now() + dayMs)) },
    ...{ cutOffAt: new Date(Date.now() - 1_000).toISOString(), tripCap: 4_000 },
    bundles: codes.map((code) => ({ code, cap: 4_000, limitPerHousehold: 20 })),
  });
  const register = (await office.all<{ readonly id: string }>(`/households?compound=${compound}`)).slice(0, households);
  const items = Object.fromEntries(
    codes.map((code, i) => [code, Math.floor((each + i) / codes.length)] as const).filter(([, n]) => n !== 0),
  );
  for (const { id } of register) await office.post(`${day.path}/orders`, { forHousehold: id, items });
  const run = `supply-run:${day.runId}`;
  await histories.asks(run, 'lockOrders');
  const { purchases } = await day.lock();
  for (const { id } of purchases) await histories.asks(`purchase:${id}`, 'confirmPurchase');
  await day.purchase();
  const { trips } = await day.allocated();
  for (const { id } of trips) await histories.asks(`trip:${id}`, 'confirmLoading');
  await day.load();
  for (const { id } of trips) await histories.asks(`trip:${id}`, 'confirmHandoff');
  await day.handOver({ lines: [{ bundle: 'JD01', damaged: 1 }] });
  await histories.asks(run, 'closePickup');
  await day.closePickup();
  await histories.asks(run, 'disposeRemainder');
  await day.dispose();
  await histories.asks(run, 'approveSettlement');
  await day.settle();
  return day;
}

/** Of the run, its purchases and its trips, once they are over. */
export async function sizesOf(histories: Histories, day: GoodDay): Promise<HistorySize[]> {
  const sizes: HistorySize[] = [];
  for (const id of await histories.processesOf(day)) sizes.push(await histories.sizeOf(id));
  return sizes;
}
