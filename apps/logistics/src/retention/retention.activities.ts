import { Injectable } from '@nestjs/common';
import type { Forgotten, Retention } from '@jielong/kernel';
import type { LogisticsRetentionActivities } from '@jielong/logistics-contract';
import { deleting, emptying, forgetBatch, type ForgetRule, inCommunity } from '@jielong/platform';
import { DataSource } from 'typeorm';

const runEnded = `(SELECT r.ended_at FROM supply_runs r WHERE r.run_id = pickup_reversals.run_id)`;

/** What logistics forgets, and after when. Scans, pickups and deliveries name nobody but by code, and stay. */
export const forgetRules: readonly ForgetRule[] = [
  deleting('links', 'step_links', 'coalesce(revoked_at, expires_at)'),
  deleting('answers', 'idempotency_keys', 'at'),
  deleting('refusals', 'refused_reports', 'refused_at'),
  emptying('remarks', 'pickup_reversals', `reason = ''`, runEnded, `reason <> ''`),
  emptying('remarks', 'scan_conflict_decisions', `reason = ''`, 'at', `reason <> ''`),
  emptying('refusals', 'scan_conflicts', "raw = ''", 'at', "raw <> ''"),
];

/** What retention asks of logistics. */
@Injectable()
export class RetentionActivities implements LogisticsRetentionActivities {
  constructor(private readonly db: DataSource) {}

  forgetInLogistics(community: string, retention: Retention): Promise<Forgotten> {
    return inCommunity(this.db, community, (tx) => forgetBatch(tx, forgetRules, retention));
  }
}
