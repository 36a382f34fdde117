import type { Forgotten, Retention } from '@jielong/kernel';

/** What workflows ask of members, on the queue `<queue>-members`. Each may run twice, at any time. */
export interface MembersActivities {
  /** Every community of the installation. */
  listCommunities(): Promise<string[]>;
  /** One batch of what is over; to be asked again until it is done. */
  forgetInMembers(community: string, retention: Retention): Promise<Forgotten>;
}
