import type { Erasure } from '@jielong/kernel';

export interface ErasureInput {
  readonly community: string;
  readonly erasure: Erasure;
}
export const erasureProcessId = (erasureId: string): string => `erasure:${erasureId}`;

/** What an erasure asks of orders, on its queue. Each may run twice, at any time. */
export interface OrdersErasureActivities {
  /** Makes empty what orders has written about households, by all of their ids. */
  eraseInOrders(community: string, erasure: Erasure, ids: readonly string[]): Promise<void>;
  /** It is done in every service. `isFound`: whether there was anybody to erase. */
  endErasure(community: string, erasureId: string, isFound: boolean): Promise<void>;
}
