import type { DataSource, EntityManager } from 'typeorm';
import type { KeyRing } from '../config/key-ring.js';
import type { ServiceConfig } from '../config/service-config.js';
import { phoneLookups } from './lookup.js';

/** The keys of a service's personal data: what seals it, and what it is found by. */
export interface DataKeys {
  readonly data: KeyRing;
  readonly lookup: KeyRing;
}

export const dataKeysOf = ({ DATA_KEYS, LOOKUP_KEYS }: Pick<ServiceConfig, 'DATA_KEYS' | 'LOOKUP_KEYS'>): DataKeys => ({
  data: DATA_KEYS,
  lookup: LOOKUP_KEYS,
});

const kept = new WeakMap<DataSource, DataKeys>();
const communities = new WeakMap<EntityManager, string>();

/** From now on whatever is written through this connection can be sealed, and opened. Its keys are in no option that could be shown. */
export const keepKeys = (db: DataSource, keys: DataKeys): DataSource => {
  kept.set(db, keys);
  return db;
};

/** Undefined where nobody has given it any. */
export const keysOf = (db: DataSource): DataKeys | undefined => kept.get(db);

/** Whose rows a transaction works on; said where row-level security is set. */
export const keepCommunity = (tx: EntityManager, community: string): void => void communities.set(tx, community);

export interface Sealing extends DataKeys {
  readonly community: string;
}

/** With what, and for whom, a transaction seals. Throws where its connection was given no keys: a fault, not a refusal. */
export function sealingOf(tx: EntityManager): Sealing {
  const [keys, community] = [kept.get(tx.dataSource), communities.get(tx)];
  if (!keys) throw new Error('this connection has no DATA_KEYS');
  if (community === undefined) throw new Error('this transaction is of no community: open it by inCommunity');
  return { ...keys, community };
}

/** What to look for in a column of look-ups, to find a telephone; nothing where it has no digits. */
export function lookupsOf(tx: EntityManager, phone: string): readonly string[] {
  const { lookup, community } = sealingOf(tx);
  return phoneLookups(lookup, community, phone);
}
