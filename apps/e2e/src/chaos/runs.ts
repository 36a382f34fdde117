import type { Person } from '../api.js';
import { GoodDay, type Opening } from '../good-day.js';

const compounds = [
  { compound: 'LT', gateCaptain: 'D001' },
  { compound: 'YF', gateCaptain: 'D010' },
  { compound: 'JT', gateCaptain: 'D028' },
] as const;
const dayMs = 86_400_000;
/** Of each everybody orders one portion. */
export const bundles = ['SC01', 'JD01'] as const;
/** Each day is the same, whatever goes wrong around it: so many households order. */
export const households = 8;

/** Opens runs past their cut-off, with their orders, now here and now there. */
export class Runs {
  private readonly homes = new Map<string, readonly string[]>();
  private opened = 0;

  constructor(private readonly office: Person) {}

  async open(over: Partial<Opening> = {}): Promise<GoodDay> {
    const nth = (this.opened += 1);
    const place = compounds[nth % compounds.length] ?? compounds[0];
    const day = await GoodDay.open(this.office, {
      ...place,
      serviceDate: new Date(Date.now() + (1 + (nth % 150)) * dayMs).toISOString().slice(0, 10),
      cutOffAt: new Date(Date.now() - 1_000).toISOString(),
      minimumPortions: 1,
      bundles: bundles.map((code) => ({ code, cap: 100, limitPerHousehold: 5 })),
      ...over,
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
