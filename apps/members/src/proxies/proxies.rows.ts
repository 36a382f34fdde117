import { randomUUID } from 'node:crypto';
import { DomainError } from '@jielong/kernel';
import type { AddProxy, proxyAnswer } from '@jielong/members-contract/schemas';
import type { MembersErrorCode } from '@jielong/members-domain';
import { audit, databaseCode } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { holdHouseholds } from '../households/held-household.js';
import { householdNow, whyGone } from '../households/read-household.js';
import { needPerson } from '../people/read-person.js';
import { today } from '../households/today.js';

type Shown = z.output<typeof proxyAnswer>;
export type Proxy = Omit<Shown, 'setAt' | 'endedAt'> & { readonly setAt: Date; readonly endedAt: Date | null };
export interface Proxies {
  readonly items: readonly Proxy[];
  readonly next: null;
}

const select = `
  SELECT proxy_id AS id, person, other AS household, may, from_day::text AS "from", until_day::text AS "until", set_by AS "setBy", set_at AS "setAt",
    ended_at AS "endedAt", ended_at IS NULL AND ${today} BETWEEN from_day AND coalesce(until_day, 'infinity') AS counts
  FROM household_proxies`;

/** Who acts, has acted and will act for a household, the newest first; also of households that were merged into it. */
export async function proxiesOf(tx: EntityManager, asked: string): Promise<Proxies> {
  const id = await householdNow(tx, asked);
  const ids = await tx.query<{ id: string }[]>(
    'SELECT household_id AS id FROM households WHERE household_id = $1 OR merged_into = $1 ORDER BY 1',
    [id],
  );
  if (ids.length === 0) throw await whyGone(tx, id);
  const items = await tx.query<Proxy[]>(`${select} WHERE household_id = ANY ($1) ORDER BY set_at DESC, proxy_id`, [
    ids.map((one) => one.id),
  ]);
  return { items, next: null };
}

/** Somebody acts for a household from now on. Refuses somebody who does already in these days (`proxy-exists`), and the household itself. */
export async function addProxy(tx: EntityManager, id: string, proxy: AddProxy): Promise<Proxy> {
  const { person = null, household = null, may, from = null, until } = proxy;
  if (household === id) throw ownProxy();
  await needHouseholds(tx, household === null ? [id] : [id, household]);
  if (person !== null) await needPerson(tx, person);
  const proxyId = randomUUID();
  try {
    await tx.query(
      `INSERT INTO household_proxies (proxy_id, household_id, person, other, may, from_day, until_day)
       VALUES ($1, $2, $3, $4, $5, coalesce($6::date, least(${today}, $7::date)), $7)`,
      [proxyId, id, person, household, may, from, until],
    );
  } catch (error) {
    throw databaseCode(error) === '23P01' ? exists() : error;
  }
  await audit(tx, { action: 'addProxy', subjectKind: 'household', subjectId: id, details: { proxy: proxyId, may } });
  return readProxy(tx, id, proxyId);
}

async function needHouseholds(tx: EntityManager, ids: readonly string[]): Promise<void> {
  for (const [id, { mergedInto }] of await holdHouseholds(tx, ids)) if (mergedInto !== null) throw await whyGone(tx, id);
}

/** Acts no more from this moment. Ending again changes nothing. */
export async function endProxy(tx: EntityManager, id: string, proxyId: string): Promise<Proxy> {
  const [, ended] = await tx.query<[unknown[], number]>(
    `UPDATE household_proxies SET ended_at = clock_timestamp(), ended_by = coalesce(current_setting('app.actor', true), '')
     WHERE (household_id, proxy_id) = ($1, $2) AND ended_at IS NULL`,
    [id, proxyId],
  );
  if (ended > 0) await audit(tx, { action: 'endProxy', subjectKind: 'household', subjectId: id, details: { proxy: proxyId } });
  return readProxy(tx, id, proxyId);
}

async function readProxy(tx: EntityManager, id: string, proxyId: string): Promise<Proxy> {
  const [proxy] = await tx.query<Proxy[]>(`${select} WHERE (household_id, proxy_id) = ($1, $2)`, [id, proxyId]);
  if (!proxy) throw noProxy();
  return proxy;
}

const ownProxy = () =>
  new DomainError<MembersErrorCode>('invalid', 'own-proxy', {
    zh: '一户不能代理自己。请在 household 里写另一户，或在 person 里写人员编号。',
    en: 'A household does not act for itself: name another one in `household`, or a person in `person`.',
  });
const exists = () =>
  new DomainError<MembersErrorCode>('conflict', 'proxy-exists', {
    zh: '这些日子里已经由其代理。要改期限或事项，请先结束原有的（…/proxies/{proxy}/end）。',
    en: 'They act for this household in these days already. To change the days or what they may do, end that one first (`…/proxies/{proxy}/end`).',
  });
const noProxy = () =>
  new DomainError<MembersErrorCode>('not-found', 'proxy-not-found', {
    zh: '这一户没有这个代理。全部代理见 GET …/proxies。',
    en: 'This household has no such proxy; `GET …/proxies` lists them.',
  });
