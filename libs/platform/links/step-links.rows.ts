import { DomainError } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { fingerprintOf, newCredential } from '../actor/credential.js';
import { audit } from '../audit/audit.js';
import { decodeCursor, type Page, pageOf } from '../http/page.js';
import { reports } from '../privacy/sealed-mechanisms.js';
import type { StepKey } from '../steps/step-rows.js';

/** As it stands at this moment. */
export interface StepLink {
  readonly id: string;
  readonly processId: string;
  readonly step: string;
  readonly at: string | null;
  readonly person: string;
  readonly expiresAt: Date;
  readonly revoked: boolean;
  readonly expired: boolean;
  /** Until when it is asked for; null: nobody is asked any more. */
  readonly dueAt: Date | null;
  /** What was reported by it. */
  readonly report: Readonly<Record<string, unknown>> | null;
  /** What the report says beside its counts. */
  readonly reason: string | null;
  readonly recordedAt: Date | null;
}
export interface MadeLink {
  readonly id: string;
  readonly process: string;
  readonly step: string;
  readonly at: string | null;
  readonly person: string;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly revokedAt: Date | null;
}
export type LinkWish = StepKey & { readonly person: string; readonly hours: number };

/** A link has one report, so that pressing twice says nothing twice. */
export const reportIdOf = (link: string): string => `link:${link}`;

/** A new link; what opens it is given once. */
export async function writeLink(
  tx: EntityManager,
  community: string,
  { processId, step, at, person, hours }: LinkWish,
): Promise<{ id: string; credential: string; expiresAt: Date }> {
  const credential = newCredential(community);
  const [made] = await tx.query<{ id: string; expiresAt: Date }[]>(
    `INSERT INTO step_links (process_id, step, at, person, fingerprint, expires_at)
     VALUES ($1, $2, $3, $4, $5, clock_timestamp() + make_interval(hours => $6)) RETURNING link_id AS id, expires_at AS "expiresAt"`,
    [processId, step, at ?? null, person, fingerprintOf(credential), hours],
  );
  if (!made) throw new Error('a link was not written');
  const details = { link: made.id, step, at: at ?? null, person, hours };
  await audit(tx, { action: 'makeStepLink', subjectKind: 'process', subjectId: processId, details });
  return { ...made, credential };
}

/** The link that a credential opens; undefined where there is none. */
export async function linkWith(tx: EntityManager, credential: string): Promise<StepLink | undefined> {
  const [link] = await tx.query<StepLink[]>(
    `SELECT l.link_id AS id, l.process_id AS "processId", l.step, l.at, l.person, l.expires_at AS "expiresAt", l.revoked_at IS NOT NULL AS revoked,
       l.expires_at <= clock_timestamp() AS expired, p.due_at AS "dueAt", r.body AS report, r.reason, r.recorded_at AS "recordedAt"
     FROM step_links l LEFT JOIN reports r ON r.report_id = 'link:' || l.link_id
     LEFT JOIN pending_steps p ON p.process_id = l.process_id AND p.step = l.step AND p.at IS NOT DISTINCT FROM l.at WHERE l.fingerprint = $1`,
    [fingerprintOf(credential)],
  );
  return link && { ...link, ...reports.open(tx, reportIdOf(link.id), { reason: link.reason }) };
}

const links = `SELECT l.link_id AS id, l.process_id AS process, l.step, l.at, l.person, l.made_by AS "madeBy", l.made_at AS "madeAt",
    l.expires_at AS "expiresAt", r.recorded_at AS "usedAt", l.revoked_at AS "revokedAt", l.made_at::text AS key
  FROM step_links l LEFT JOIN reports r ON r.report_id = 'link:' || l.link_id`;
/** As PostgreSQL writes an instant, to the microsecond. */
const cursor = z.tuple([z.string().regex(/^[\d :.+-]{20,40}$/), z.uuid()]);

/** The links of one process, the oldest first. */
export async function listLinks(
  tx: EntityManager,
  { process, limit, after }: { readonly process: string; readonly limit: number; readonly after?: string | undefined },
): Promise<Page<MadeLink>> {
  const [at, last] = decodeCursor(after, cursor) ?? [];
  const rows = await tx.query<(MadeLink & { key: string })[]>(
    `${links} WHERE l.process_id = $1 AND ($2::text IS NULL OR (l.made_at, l.link_id) > ($2::timestamptz, $3::uuid))
     ORDER BY l.made_at, l.link_id LIMIT $4`,
    [process, at, last, limit + 1],
  );
  return pageOf(
    rows,
    limit,
    ({ key, id }) => [key, id],
    ({ key: _, ...row }) => row,
  );
}

/** Opens nothing from now on; asked again, it stays as it was. Throws 404 where this process has no such link. */
export async function revokeLink(tx: EntityManager, process: string, link: string, by: string): Promise<MadeLink> {
  await tx.query(
    `UPDATE step_links SET revoked_at = clock_timestamp(), revoked_by = $3 WHERE process_id = $1 AND link_id = $2 AND revoked_at IS NULL`,
    [process, link, by],
  );
  const [row] = await tx.query<(MadeLink & { key: string })[]>(`${links} WHERE l.process_id = $1 AND l.link_id = $2`, [process, link]);
  if (!row) throw noSuchLink();
  await audit(tx, { action: 'revokeStepLink', subjectKind: 'process', subjectId: process, details: { link } });
  const { key: _, ...made } = row;
  return made;
}

const noSuchLink = () =>
  new DomainError('not-found', 'no-such-link', {
    zh: '这个流程没有这条链接。用 GET /api/steps/<服务>/links?process= 查看。',
    en: 'This process has no such link. `GET /api/steps/<service>/links?process=` lists them.',
  });
