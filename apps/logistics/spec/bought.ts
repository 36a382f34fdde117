import { DomainError } from '@jielong/kernel';
import type { Day, Warehouse, Wish } from './warehouse.js';

/** A run whose goods are bought as expected, allocated, and on their way. */
export async function boughtIn(house: Warehouse, wish?: Wish): Promise<Day> {
  const day = await house.run(wish);
  await day.planned();
  await day.buys(wish?.expected ?? 10);
  await day.allocates(1);
  return day;
}

/** Accepted, or the code of the refusal. */
export const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'accepted',
    (error: unknown) => (error instanceof DomainError ? error.code : error),
  );
