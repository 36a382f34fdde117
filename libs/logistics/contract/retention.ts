import type { Forgotten, Retention } from '@jielong/kernel';

/** What retention asks of logistics, on its queue. May run twice, at any time. */
export interface LogisticsRetentionActivities {
  /** One batch of what is over; to be asked again until it is done. */
  forgetInLogistics(community: string, retention: Retention): Promise<Forgotten>;
}
