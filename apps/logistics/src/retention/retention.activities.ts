import { Injectable } from '@nestjs/common';
import type { Forgotten, Retention } from '@jielong/kernel';
import type { LogisticsRetentionActivities } from '@jielong/logistics-contract';
import { ordersViews } from '@jielong/orders-contract';
import { deleting, emptying, forgetBatch, type ForgetRule, inCommunity } from '@jielong/platform';
import { DataSource } from 'typeorm';
import { overStages } from '../custody/runs.rows.js';

/** How many refusals a report has had is part of the id under which Temporal is asked again: it must not fall while somebody may be asked. */
const mayBeAsked = `(EXISTS (SELECT FROM processes p WHERE p.process_id = refused_reports.process_id AND p.ended_at IS NULL)
  OR EXISTS (SELECT FROM ${ordersViews.runs} r WHERE r.stage NOT IN (${overStages.map((stage) => `'${stage}'`).join(', ')})
    AND ('supply-run:' || r.run_id = refused_reports.process_id
      OR r.run_id IN (SELECT t.run_id FROM trip_runs t WHERE 'trip:' || t.trip_id = refused_reports.process_id))))`;

const runEnded = `(SELECT r.ended_at FROM supply_runs r WHERE r.run_id = pickup_reversals.run_id)`;

/** What logistics forgets, and after when. Scans, pickups and deliveries name nobody but by code, and stay. */
export const forgetRules: readonly ForgetRule[] = [
  deleting('links', 'step_links', 'coalesce(revoked_at, expires_at)'),
  deleting('answers', 'idempotency_keys', 'at'),
  deleting('refusals', 'refused_reports', 'refused_at', `NOT ${mayBeAsked}`),
  emptying('refusals', 'refused_reports', `payload = '', reason = ''`, 'refused_at', `(payload, reason) <> ('', '')`),
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
