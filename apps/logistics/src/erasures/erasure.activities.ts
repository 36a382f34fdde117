import { Injectable } from '@nestjs/common';
import type { Erasure } from '@jielong/kernel';
import type { LogisticsErasureActivities } from '@jielong/logistics-contract';
import { inCommunity } from '@jielong/platform';
import { DataSource } from 'typeorm';
import { eraseInLogistics } from './erase-in-logistics.js';

/** What an erasure asks of logistics. */
@Injectable()
export class ErasureActivities implements LogisticsErasureActivities {
  constructor(private readonly db: DataSource) {}

  eraseInLogistics(community: string, { subject }: Erasure, ids: readonly string[]): Promise<void> {
    return inCommunity(this.db, community, (tx) => eraseInLogistics(tx, subject, ids));
  }
}
