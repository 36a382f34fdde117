import { type Forgotten, type ForgottenCounts, retainedKinds } from '@jielong/kernel';
import type { LogisticsRetentionActivities } from '@jielong/logistics-contract';
import type { MembersActivities } from '@jielong/members-contract';
import type { OrdersRetentionActivities, RetentionInput } from '@jielong/orders-contract';
import { activitiesOf } from '@jielong/process';
import { uuid4 } from '@temporalio/workflow';

/** What is left after so many batches of a service is the next round's: a history stays short. */
const mostBatches = 100;

/** Forgets in every service what is over for longer than the community keeps it, batch by batch. */
export async function retentionWorkflow({ community, retentionId }: RetentionInput): Promise<ForgottenCounts> {
  const orders = activitiesOf<OrdersRetentionActivities>('orders');
  const { forgetInMembers } = activitiesOf<MembersActivities>('members');
  const { forgetInLogistics } = activitiesOf<LogisticsRetentionActivities>('logistics');
  const retention = await orders.readRetention(community, retentionId);
  const counts = await Promise.all(
    [forgetInMembers, orders.forgetInOrders, forgetInLogistics].map((forget) => allOf(() => forget(community, retention))),
  );
  const forgotten = added(counts);
  await orders.endRetention(community, retentionId, forgotten);
  return forgotten;
}

/** Each batch says what the round has forgotten so far. */
async function allOf(forget: () => Promise<Forgotten>): Promise<ForgottenCounts> {
  for (let batch = 1; ; batch += 1) {
    const { counts, isDone } = await forget();
    if (isDone || batch >= mostBatches) return counts;
  }
}

const added = (all: readonly ForgottenCounts[]): ForgottenCounts =>
  Object.fromEntries(
    retainedKinds.map((kind) => [kind, all.reduce((sum, counts) => sum + (counts[kind] ?? 0), 0)] as const).filter(([, rows]) => rows > 0),
  );

/** What the schedule starts: a round in every community, each a process with a row of its own. */
export async function retentionRoundsWorkflow(): Promise<number> {
  const communities = await activitiesOf<MembersActivities>('members').listCommunities();
  const { startRetention } = activitiesOf<OrdersRetentionActivities>('orders');
  for (const community of communities) await startRetention(community, uuid4());
  return communities.length;
}
