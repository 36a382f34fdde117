import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { DataSource } from 'typeorm';
import { inCommunity } from '../database/in-community.js';
import { Metrics } from '../http/metrics.js';
import { Executions } from './executions.js';
import { listOpenProcesses, type OpenProcess } from './open-processes.js';

const everyMs = 60_000;
const pageSize = 200;
/** Younger ones may be on their way through the outbox. */
const settledMs = 30_000;

/** Looks for processes that are open by their rows and have no execution: terminated, failed, or lost with Temporal's store. */
@Injectable()
export class Sweeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Sweeper.name);
  private readonly lost: Gauge;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly db: DataSource,
    private readonly executions: Executions,
    metrics: Metrics,
  ) {
    this.lost = new Gauge({ name: 'jielong_lost_processes', help: 'Open processes without an execution', registers: [metrics] });
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweep(), everyMs).unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Open processes of a community, or of one of its runs, that nobody carries on. Rejects while Temporal is away. */
  async lostOf(community: string, run?: string): Promise<OpenProcess[]> {
    const lost: OpenProcess[] = [];
    for (let after: string | undefined; ;) {
      const { items, next } = await inCommunity(this.db, community, (tx) => listOpenProcesses(tx, { run, limit: pageSize, after }));
      const missing = new Set(await this.executions.missing(items.map(({ processId }) => processId)));
      lost.push(...items.filter(({ processId, waits }) => missing.has(processId) && !waits));
      if (next === null) return lost;
      after = next;
    }
  }

  private async sweep(): Promise<void> {
    try {
      const found = await this.lostOfAll();
      this.lost.set(found.length);
      if (found.length) this.logger.warn({ processes: found.slice(0, 20), count: found.length }, 'open processes without an execution');
    } catch (error) {
      this.logger.debug({ err: error }, 'no sweep: Temporal or the database does not answer');
    }
  }

  private async lostOfAll(): Promise<string[]> {
    const communities = await this.db.query<{ id: string }[]>('SELECT community_id AS id FROM served_communities ORDER BY 1');
    const found: string[] = [];
    for (const { id } of communities) {
      const young = Date.now() - settledMs;
      const lost = await this.lostOf(id);
      found.push(...lost.filter(({ startedAt }) => Date.parse(startedAt) < young).map(({ processId }) => processId));
    }
    return found;
  }
}
