import type { Erased, Erasure, Forgotten, Retention } from '@jielong/kernel';

/** What workflows ask of members, on the queue `<queue>-members`. Each may run twice, at any time. */
export interface MembersActivities {
  /** Every community of the installation. */
  listCommunities(): Promise<string[]>;
  /** One batch of what is over; to be asked again until it is done. */
  forgetInMembers(community: string, retention: Retention): Promise<Forgotten>;
  /**
   * Makes empty what members knows of somebody. Gives all ids of the household, or the code of the person; none where nobody has them, or where a
   * person acts again.
   */
  eraseInMembers(community: string, erasure: Erasure): Promise<Erased>;
}
