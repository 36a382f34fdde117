import { randomUUID } from 'node:crypto';
import { logisticsViews } from '@jielong/logistics-contract';
import { guard, tenant } from '@jielong/platform';
import type { MembersService } from './members-service.js';

const view = logisticsViews.waitingOrders;
/** What logistics publishes, standing where its view stands. */
export const publishWaitingOrders = (service: MembersService): Promise<void> =>
  service.behind(`
    CREATE TABLE ${view} (${tenant}, household_id uuid, order_id uuid, run_id uuid, fulfilment text, compound text, gate text, trip_id uuid, team text);
    ${guard(view)}
    GRANT USAGE ON SCHEMA logistics TO jielong_members_app;
    GRANT SELECT ON ${view} TO jielong_members_app`);

interface Wish {
  readonly fulfilment?: string;
  readonly compound?: string;
  readonly gate?: string;
  /** Of the bus that has brought it; left out, no bus has. */
  readonly team?: string;
}
export interface Waiting {
  readonly orderId: string;
  readonly runId: string;
}
/** An order that waits at the south gate of Lantian Garden, to be picked up there. */
export async function waits(service: MembersService, community: string, household: string, wish: Wish = {}): Promise<Waiting> {
  const { fulfilment = 'pick-up', compound = 'LT', gate = '南门', team } = wish;
  const [orderId, runId] = [randomUUID(), randomUUID()];
  const trip = team === undefined ? 'NULL, NULL' : `'${randomUUID()}', '${team}'`;
  await service.behind(
    `INSERT INTO ${view} VALUES ('${community}', '${household}', '${orderId}', '${runId}', '${fulfilment}', '${compound}', '${gate}', ${trip})`,
  );
  return { orderId, runId };
}

/** Its point closes, or it is handed out. */
export const waitsNoMore = (service: MembersService, { orderId }: Waiting): Promise<void> =>
  service.behind(`DELETE FROM ${view} WHERE order_id = '${orderId}'`);
