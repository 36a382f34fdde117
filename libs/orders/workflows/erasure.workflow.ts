import type { LogisticsErasureActivities } from '@jielong/logistics-contract';
import type { MembersActivities } from '@jielong/members-contract';
import type { ErasureInput, OrdersErasureActivities } from '@jielong/orders-contract';
import { activitiesOf } from '@jielong/process';

/** Somebody is forgotten in every service, each as soon as it is there. Ids and codes pass through here, and nothing else of anybody. */
export async function erasureWorkflow({ community, erasure }: ErasureInput): Promise<boolean> {
  const { eraseInMembers } = activitiesOf<MembersActivities>('members');
  const { eraseInOrders, endErasure } = activitiesOf<OrdersErasureActivities>('orders');
  const { eraseInLogistics } = activitiesOf<LogisticsErasureActivities>('logistics');
  const ids = await eraseInMembers(community, erasure);
  const isFound = ids.length > 0;
  // Of a person orders and logistics have the code alone, which stays.
  if (isFound && erasure.kind === 'household')
    await Promise.all([eraseInOrders(community, erasure, ids), eraseInLogistics(community, erasure, ids)]);
  await endErasure(community, erasure.id, isFound);
  return isFound;
}
