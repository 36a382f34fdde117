import type { SaidScan } from '@jielong/logistics-domain';
import type { EntityManager } from 'typeorm';
import type { Circumstances } from '../pickups/verdict.rows.js';
import type { Delivery } from './delivery.schema.js';

export const outcomeWords = {
  delivered: { zh: '已送到', en: 'Delivered' },
  'left-at-door': { zh: '已放门口', en: 'Left at the door' },
  'nobody-there': { zh: '家里无人，货仍在自提点', en: 'Nobody was there; the goods stay at the pickup point' },
  refused: { zh: '拒收，货仍在自提点', en: 'Refused; the goods stay at the pickup point' },
} as const satisfies Record<Delivery['outcome'], object>;

/** Outcomes by which the household has its portions. */
export const handedOver: readonly string[] = ['delivered', 'left-at-door'];

/** The last one counts; those before it stay, with who said them and when. */
export const writeDelivery = (tx: EntityManager, body: Delivery, scan: SaidScan, { evidence }: Circumstances): Promise<unknown> =>
  tx.query(
    `INSERT INTO deliveries (run_id, order_id, outcome, delivered_to, done_by, evidence, scan_id) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [body.run, body.orderId, body.outcome, body.outcome === 'delivered' ? body.deliveredTo : null, scan.doneBy, evidence, scan.scanId],
  );
