import { scopeRole } from '@jielong/kernel';
import { isKeyScope, serviceCode } from '@jielong/members-contract';
import { type Caller, fingerprintOf, inCommunity, readInOneTrip } from '@jielong/platform';
import type { DataSource } from 'typeorm';

/** How exactly it is known when a key was used last. */
const exactMinutes = 5;

interface KeyRow {
  readonly id: string;
  readonly service: string;
  readonly scopes: readonly string[];
  readonly stale: boolean;
}

const openKey = `
  SELECT key_id AS id, service, scopes, seen_at IS NULL OR seen_at < now() - make_interval(mins => $2) AS stale FROM api_keys
  WHERE fingerprint = $1 AND revoked_at IS NULL AND expires_at > now()`;

/** The service that comes with an API key, with the scopes that keys may (still) hold; undefined where it is none of ours, or over. */
export async function callerByKey(db: DataSource, community: string, credential: string): Promise<Caller | undefined> {
  const [key] = await readInOneTrip<KeyRow>(db, community, openKey, [fingerprintOf(credential), exactMinutes]);
  if (!key) return undefined;
  if (key.stale) await note(db, community, key.id);
  const grants = key.scopes.filter(isKeyScope).map((scope) => ({ role: scopeRole(scope), scope: {} }));
  return { community, code: serviceCode(key.service), grants, channel: 'service', session: key.id };
}

const note = (db: DataSource, community: string, key: string): Promise<unknown> =>
  inCommunity(db, community, (tx) => tx.query('UPDATE api_keys SET seen_at = now() WHERE key_id = $1', [key]));
