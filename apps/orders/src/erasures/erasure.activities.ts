import { Injectable } from '@nestjs/common';
import type { Erased, Erasure, ErasureRefusal } from '@jielong/kernel';
import type { OrdersErasureActivities } from '@jielong/orders-contract';
import { inCommunity } from '@jielong/platform';
import { DataSource } from 'typeorm';
import { eraseInOrders } from './erase-in-orders.js';
import { endErasure, refuseErasure } from './erasures.rows.js';

/** What an erasure asks of orders. */
@Injectable()
export class ErasureActivities implements OrdersErasureActivities {
  constructor(private readonly db: DataSource) {}

  eraseInOrders(community: string, erasure: Erasure): Promise<Erased> {
    return inCommunity(this.db, community, (tx) => eraseInOrders(tx, erasure));
  }

  refuseErasure(community: string, erasureId: string, why: ErasureRefusal): Promise<void> {
    return inCommunity(this.db, community, (tx) => refuseErasure(tx, erasureId, why));
  }

  endErasure(community: string, erasureId: string, isFound: boolean): Promise<void> {
    return inCommunity(this.db, community, (tx) => endErasure(tx, erasureId, isFound));
  }
}
