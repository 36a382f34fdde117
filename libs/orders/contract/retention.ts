import type { Forgotten, ForgottenCounts, Retention } from '@jielong/kernel';

/** A round of forgetting what is over in one community. */
export interface RetentionInput {
  readonly community: string;
  readonly retentionId: string;
}
export const retentionProcessId = (retentionId: string): string => `retention:${retentionId}`;

/** What retention asks of orders, on its queue. Each may run twice, at any time. */
export interface OrdersRetentionActivities {
  /** Starts a round under this id; where one is open, that one goes on. Gives the id of the one that runs. */
  startRetention(community: string, retentionId: string): Promise<string>;
  /** For how long things are kept, by the policies in force. */
  readRetention(community: string, retentionId: string): Promise<Retention>;
  /** One batch of what is over; to be asked again until it is done. */
  forgetInOrders(community: string, retention: Retention): Promise<Forgotten>;
  /** The round is over, and this much of each kind is forgotten. */
  endRetention(community: string, retentionId: string, counts: ForgottenCounts): Promise<void>;
}
