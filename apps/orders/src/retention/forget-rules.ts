import { deleting, emptying, type ForgetRule } from '@jielong/platform';

const runClosed = (row: string): string => `(SELECT r.closed_at FROM supply_runs r WHERE r.run_id = ${row}.run_id)`;

const runOfOrderClosed = (row: string): string =>
  `(SELECT r.closed_at FROM orders o JOIN supply_runs r USING (community_id, run_id) WHERE o.order_id = ${row}.order_id)`;
/** How many refusals a report has had is part of the id under which Temporal is asked again: it must not fall while somebody may be asked. */
const mayBeAsked = `EXISTS (SELECT FROM processes p WHERE p.ended_at IS NULL AND (p.process_id = refused_reports.process_id
  OR p.process_id IN (SELECT 'supply-run:' || r.run_id FROM purchase_runs r WHERE 'purchase:' || r.purchase_id = refused_reports.process_id)))`;

/** What orders forgets, and after when. Amounts, and why money was paid out, waived or settled, are the books: they stay. */
export const forgetRules: readonly ForgetRule[] = [
  deleting('links', 'step_links', 'coalesce(revoked_at, expires_at)'),
  deleting('answers', 'idempotency_keys', 'at'),
  deleting('refusals', 'refused_reports', 'refused_at', `NOT ${mayBeAsked}`),
  emptying('refusals', 'refused_reports', `payload = '', reason = ''`, 'refused_at', `(payload, reason) <> ('', '')`),
  emptying('chains', 'chains', `text = '', text_hash = ''`, runClosed('chains'), `text <> ''`),
  emptying(
    'chains',
    'chain_entries',
    `fingerprint = '', text = '', said = '', reason_text = NULL`,
    runClosed('chain_entries'),
    `((fingerprint, text, said) <> ('', '', '') OR reason_text IS NOT NULL)`,
  ),
  emptying(
    'remarks',
    'orders',
    'placed_by = NULL, remark = NULL, cancel_reason = NULL',
    runClosed('orders'),
    'coalesce(placed_by, remark, cancel_reason) IS NOT NULL',
  ),
  emptying('remarks', 'order_moves', `reason = ''`, runOfOrderClosed('order_moves'), `reason <> ''`),
  emptying('remarks', 'pickup_moves', `reason = ''`, runClosed('pickup_moves'), `reason <> ''`),
  emptying('remarks', 'building_closures', `reason = ''`, runClosed('building_closures'), `reason <> ''`),
];
