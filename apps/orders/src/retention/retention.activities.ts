import { Injectable } from '@nestjs/common';
import type { Forgotten, ForgottenCounts, Retention } from '@jielong/kernel';
import type { OrdersRetentionActivities } from '@jielong/orders-contract';
import { forgetBatch, inCommunity } from '@jielong/platform';
import { DataSource } from 'typeorm';
import { forgetRules } from './forget-rules.js';
import { endRetention, retentionDays, startRetention } from './retention.rows.js';

/** What retention asks of orders. */
@Injectable()
export class RetentionActivities implements OrdersRetentionActivities {
  constructor(private readonly db: DataSource) {}

  startRetention(community: string, retentionId: string): Promise<string> {
    return inCommunity(this.db, community, (tx) => startRetention(tx, { community, retentionId }));
  }

  readRetention(community: string, id: string): Promise<Retention> {
    return inCommunity(this.db, community, async (tx) => ({ id, days: await retentionDays(tx) }));
  }

  forgetInOrders(community: string, retention: Retention): Promise<Forgotten> {
    return inCommunity(this.db, community, (tx) => forgetBatch(tx, forgetRules, retention));
  }

  endRetention(community: string, retentionId: string, counts: ForgottenCounts): Promise<void> {
    return inCommunity(this.db, community, (tx) => endRetention(tx, retentionId, counts));
  }
}
