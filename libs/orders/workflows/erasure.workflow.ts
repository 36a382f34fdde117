import type { LogisticsErasureActivities } from '@jielong/logistics-contract';
import type { MembersActivities } from '@jielong/members-contract';
import type { ErasureInput, OrdersErasureActivities } from '@jielong/orders-contract';
import { activitiesOf } from '@jielong/process';

/**
 * Somebody is forgotten in every service, each as soon as it is there; orders first, which alone knows whether they can be by now. Ids and codes
 * pass through here, and nothing else of anybody.
 */
export async function erasureWorkflow({ community, erasure }: ErasureInput): Promise<boolean> {
  const { eraseInMembers } = activitiesOf<MembersActivities>('members');
  const { eraseInOrders, refuseErasure, endErasure } = activitiesOf<OrdersErasureActivities>('orders');
  const { eraseInLogistics } = activitiesOf<LogisticsErasureActivities>('logistics');
  const inOrders = await eraseInOrders(community, erasure);
  const { ids, refused } = inOrders.refused === null ? await eraseInMembers(community, erasure) : inOrders;
  if (refused !== null) {
    await refuseErasure(community, erasure.id, refused);
    return false;
  }
  // Of a person logistics has the code alone, which stays.
  if (ids.length > 0 && erasure.kind === 'household') await eraseInLogistics(community, erasure, ids);
  await endErasure(community, erasure.id, ids.length > 0);
  return ids.length > 0;
}
