import { DomainError } from '@jielong/kernel';
import { membersViews } from '@jielong/members-contract';
import type { EntityManager } from 'typeorm';

/** What everybody may know of a run: when it is. */
export interface PublicRun {
  readonly serviceDate: string;
  readonly cutOffAt: Date;
  readonly ordering: boolean;
  readonly pickupFrom: string;
  readonly pickupUntil: string;
  readonly places: readonly string[];
}
export interface Notice {
  readonly compoundName: string;
  readonly runs: readonly PublicRun[];
}

const mostRuns = 10;
const runs = `
  SELECT r.service_date::text AS "serviceDate", r.cut_off_at AS "cutOffAt", r.stage = 'ordering' AND r.cut_off_at > clock_timestamp() AS ordering,
    r.due_at->>'confirmHandoff' AS "pickupFrom", r.due_at->>'closePickup' AS "pickupUntil",
    ARRAY(SELECT p.gate || ' ' || p.name FROM run_pickup_points p WHERE p.run_id = r.run_id ORDER BY p.gate, p.name) AS places
  FROM supply_runs r WHERE r.compound = $1 AND r.stage IN ('ordering', 'confirming', 'purchasing', 'distributing')
  ORDER BY r.service_date, r.run_id LIMIT ${mostRuns}`;

/** Times and places of a compound's runs that are not over, and nothing of who or how much. */
export async function readNotice(tx: EntityManager, compound: string): Promise<Notice> {
  const [known] = await tx.query<{ code: string; name: string }[]>(`SELECT code, name FROM ${membersViews.compounds} WHERE code = $1`, [
    compound,
  ]);
  if (!known) throw noSuchNotice();
  return { compoundName: known.name, runs: await tx.query<PublicRun[]>(runs, [known.code]) };
}

const noSuchNotice = () =>
  new DomainError('not-found', 'no-such-notice', {
    zh: '没有这个小区的公告。请扫小区门口公告上的二维码。',
    en: 'There is no notice of such a compound. Scan the code on the notice at its gate.',
  });
