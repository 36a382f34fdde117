import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { inCommunity } from '../database/in-community.js';
import { TemporalClient } from '../temporal/temporal-client.js';
import { wakeProcessLater } from './processes.js';

/** A process that does what follows from what has been written. */
export interface Follower {
  readonly processId: string;
  /** What others make of the rows is to be made anew. */
  readonly changesMore: boolean;
}
/** The wish that it does, as it stands in the outbox of a service. */
export interface Wished extends Follower {
  readonly wish: string;
  readonly service: string;
}
/** A wish goes out by itself after the patience of whoever waits, so that one of the two tells the process, and rarely both. */
const [patienceMs, byItselfMs] = [8_000, 10_000];

/** Tells processes what is written, and waits until they have done what follows from it. What is written stands, whether they answer or not. */
@Injectable()
export class Followers {
  private readonly logger = new Logger(Followers.name);

  constructor(
    private readonly db: DataSource,
    private readonly client: TemporalClient,
  ) {}

  /** In the transaction that writes: whoever dies before `follow` is done has told them all the same, a little later. */
  async wish(tx: EntityManager, followers: readonly Follower[]): Promise<Wished[]> {
    const wished: Wished[] = [];
    for (const follower of followers) wished.push({ ...follower, ...(await wakeProcessLater(tx, follower.processId, byItselfMs)) });
    return wished;
  }

  /** After the commit. `because`: what was written, so that the same is told once. */
  async follow(community: string, wished: readonly Wished[], because: string): Promise<void> {
    const told = await Promise.all(wished.map((wish) => this.tell(wish, because)));
    const done = wished.filter((_, i) => told[i]);
    if (!done.length) return;
    const ids = [done.map(({ processId }) => processId), done.map(({ wish }) => wish)];
    const fulfilled = 'DELETE FROM outbox WHERE community_id = $1 AND process_id = ANY($2) AND wish = ANY($3)';
    const takeBack = inCommunity(this.db, community, (tx) => tx.query(fulfilled, [community, ...ids]));
    await takeBack.catch((error: unknown) => this.logger.warn({ err: error }, 'a wish that is fulfilled goes out once more'));
  }

  private async tell({ processId, changesMore, service }: Wished, because: string): Promise<boolean> {
    const handle = this.client.workflow.getHandle(processId);
    const args: [object] = [{ service, changesMore }];
    try {
      await this.client.patiently(() => handle.executeUpdate('follow', { args, updateId: `follow.${because}` }), patienceMs);
      return true;
    } catch (error) {
      this.logger.warn({ err: error, processId }, 'a process has not followed yet: it is told again from the outbox');
      return false;
    }
  }
}
