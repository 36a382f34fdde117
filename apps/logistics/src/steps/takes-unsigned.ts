import { ordersViews } from '@jielong/orders-contract';
import type { EntityManager } from 'typeorm';

/** Whether the community takes reports that nobody has signed, as orders publishes it; where nothing was chosen, it does. */
export async function takesUnsigned(tx: EntityManager): Promise<boolean> {
  const [chosen] = await tx.query<{ channel: string }[]>(`SELECT temporal_channel AS channel FROM ${ordersViews.policies}`);
  return chosen?.channel !== 'closed';
}
