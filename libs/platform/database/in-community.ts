import type { DataSource, EntityManager } from 'typeorm';
import { currentContext } from '../context/context.js';
import { keepCommunity } from '../privacy/data-keys.js';

const afterCommit = new WeakMap<EntityManager, (() => void)[]>();

/** Only reads: it is sent behind `begun`, what says whose rows are seen, without waiting for it. */
export type FirstRead = (tx: EntityManager, begun: Promise<unknown>) => Promise<unknown>;

/**
 * The only way to a community's rows: one transaction, in which row-level security shows that community and no other.
 * `work` begins once `first`, which may refuse it, is done; that takes no trip to the database of its own.
 */
export async function inCommunity<T>(
  db: DataSource,
  community: string,
  work: (tx: EntityManager) => Promise<T>,
  first?: FirstRead,
): Promise<T> {
  const wishes: (() => void)[] = [];
  const result = await db.transaction(async (tx) => {
    afterCommit.set(tx, wishes);
    const begun = asCommunity(tx, community);
    await Promise.all([begun, first?.(tx, begun)]);
    return work(tx);
  });
  wishes.forEach((wish) => wish());
  return result;
}

/**
 * Until the transaction ends. Outside this file only those need it who find out in mid-transaction whose row they hold.
 * Who acts, from where, and the correlation id become defaults of columns (`app.actor`, `app.channel`, `app.correlation_id`, `app.session`, `app.address`).
 */
export const asCommunity = (tx: EntityManager, community: string): Promise<unknown> => {
  const { actor, correlationId, address } = currentContext() ?? {};
  keepCommunity(tx, community);
  return tx.query(
    `SELECT set_config('app.community_id', $1, true), set_config('app.actor', $2, true),
            set_config('app.channel', $3, true), set_config('app.correlation_id', $4, true), set_config('app.session', $5, true),
            set_config('app.address', $6, true)`,
    [community, actor?.code ?? '', actor?.channel ?? '', correlationId ?? '', actor?.session ?? '', address ?? ''],
  );
};

/** Does `wish` once the transaction of `inCommunity` is committed; never if it rolls back. */
export const onceCommitted = (tx: EntityManager, wish: () => void): void => void afterCommit.get(tx)?.push(wish);
