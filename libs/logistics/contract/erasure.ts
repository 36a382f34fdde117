import type { Erasure } from '@jielong/kernel';

/** What an erasure asks of logistics, on its queue. May run twice, at any time. */
export interface LogisticsErasureActivities {
  /** Makes empty what logistics has written about households, by all of their ids. */
  eraseInLogistics(community: string, erasure: Erasure, ids: readonly string[]): Promise<void>;
}
