import type { Erased, Erasure, ErasureRefusal } from '@jielong/kernel';

export interface ErasureInput {
  readonly community: string;
  readonly erasure: Erasure;
}
export const erasureProcessId = (erasureId: string): string => `erasure:${erasureId}`;

/** What an erasure asks of orders, on its queue. Each may run twice, at any time. */
export interface OrdersErasureActivities {
  /** Judges once more whether somebody can be forgotten yet, and makes empty what orders has written about a household, in one transaction. */
  eraseInOrders(community: string, erasure: Erasure): Promise<Erased>;
  /** It has ended, and nobody was erased. */
  refuseErasure(community: string, erasureId: string, why: ErasureRefusal): Promise<void>;
  /** It is done in every service. `isFound`: whether there was anybody to erase. */
  endErasure(community: string, erasureId: string, isFound: boolean): Promise<void>;
}
