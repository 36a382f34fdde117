import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { inCommunity } from '../database/in-community.js';
import { chained, entryText, type Link } from './chain.js';

const everyMs = 2_000;
const batch = 1_000;

/** Chains what was written, a batch at a time: whoever writes waits for nobody, and of several processes one seals a community at a time. */
@Injectable()
export class Sealer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Sealer.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isStopping = false;

  constructor(private readonly db: DataSource) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.pass(), everyMs).unref();
  }

  /** What was written last is sealed before the service goes. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.isStopping = true;
    await this.running;
    await this.tried();
  }

  /** Seals all that is committed, of all communities, and says how much. */
  async seal(): Promise<number> {
    const communities = await this.db.query<{ id: string }[]>('SELECT DISTINCT community_id AS id FROM audit_queue ORDER BY 1');
    let sealed = 0;
    for (const { id } of communities) {
      for (let more = batch; more === batch; sealed += more) more = await inCommunity(this.db, id, (tx) => sealBatch(tx, id));
    }
    return sealed;
  }

  private pass(): Promise<void> {
    const before = this.running;
    this.running = before.then(() => (this.isStopping ? undefined : this.tried()));
    return this.running;
  }

  private async tried(): Promise<void> {
    try {
      await this.seal();
    } catch (error) {
      this.logger.warn({ err: error }, 'audit entries wait to be sealed: the database does not answer');
    }
  }
}

/** Nothing where another process holds the end of the chain. */
async function sealBatch(tx: EntityManager, community: string): Promise<number> {
  await tx.query('INSERT INTO audit_heads (community_id) VALUES ($1) ON CONFLICT DO NOTHING', [community]);
  const [head] = await tx.query<{ seq: string; hash: string }[]>(
    'SELECT seq, hash FROM audit_heads WHERE community_id = $1 FOR UPDATE SKIP LOCKED',
    [community],
  );
  if (!head) return 0;
  const entries = await taken(tx, community);
  const links = chained({ seq: Number(head.seq), hash: head.hash }, entries);
  await write(tx, community, links);
  return links.length;
}

const taken = (tx: EntityManager, community: string): Promise<{ id: string; text: string }[]> =>
  tx.query(
    `WITH next AS (SELECT audit_entry_id FROM audit_queue WHERE community_id = $1 ORDER BY audit_entry_id LIMIT ${batch}),
       taken AS (DELETE FROM audit_queue q USING next WHERE q.community_id = $1 AND q.audit_entry_id = next.audit_entry_id
         RETURNING q.audit_entry_id)
     SELECT e.audit_entry_id AS id, ${entryText} AS text FROM audit_entries e JOIN taken USING (audit_entry_id) ORDER BY e.audit_entry_id`,
    [community],
  );

async function write(tx: EntityManager, community: string, links: readonly (Link & { readonly id: string })[]): Promise<void> {
  const last = links.at(-1);
  if (!last) return;
  await tx.query(
    `INSERT INTO audit_seals (seq, audit_entry_id, hash) SELECT seq, id, hash FROM jsonb_to_recordset($1) AS s(seq bigint, id bigint, hash text)`,
    [JSON.stringify(links.map(({ seq, id, hash }) => ({ seq, id, hash })))],
  );
  await tx.query('UPDATE audit_heads SET seq = $2, hash = $3, sealed_at = clock_timestamp() WHERE community_id = $1', [
    community,
    last.seq,
    last.hash,
  ]);
}
