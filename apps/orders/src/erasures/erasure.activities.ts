import { Injectable } from '@nestjs/common';
import type { Erasure } from '@jielong/kernel';
import type { OrdersErasureActivities } from '@jielong/orders-contract';
import { inCommunity } from '@jielong/platform';
import { DataSource } from 'typeorm';
import { eraseInOrders } from './erase-in-orders.js';
import { endErasure } from './erasures.rows.js';

/** What an erasure asks of orders. */
@Injectable()
export class ErasureActivities implements OrdersErasureActivities {
  constructor(private readonly db: DataSource) {}

  eraseInOrders(community: string, { subject }: Erasure, ids: readonly string[]): Promise<void> {
    return inCommunity(this.db, community, (tx) => eraseInOrders(tx, subject, ids));
  }

  endErasure(community: string, erasureId: string, isFound: boolean): Promise<void> {
    return inCommunity(this.db, community, (tx) => endErasure(tx, erasureId, isFound));
  }
}
