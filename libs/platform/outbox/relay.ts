import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ServiceError, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { type ActivityPatience, patienceMemo, usualPatience } from '@jielong/kernel';
import { DataSource, type EntityManager } from 'typeorm';
import { SERVICE_CONFIG, type ServiceConfig } from '../config/service-config.js';
import { inContext } from '../context/context.js';
import { asCommunity } from '../database/in-community.js';
import type { SearchAttributes } from '../steps/processes.js';
import { typedSearchAttributes } from '../temporal/search-attributes.js';
import { TemporalClient } from '../temporal/temporal-client.js';
import { onKick } from './kick.js';

interface Wish {
  community_id: string;
  process_id: string;
  wish: string;
  attempts: number;
  /** A person wishes that it starts again: its last execution was terminated, failed, or is unknown to Temporal. */
  again: boolean;
  /** Whose rows have changed: the schema of this outbox. */
  service: string;
}
interface ProcessRow {
  workflow: string;
  input: unknown;
  summary: string;
  details: string;
  search_attributes: SearchAttributes;
  correlation_id: string;
  actor: string;
  ended_at: Date | null;
}
const [pollMs, longestMs] = [1_000, 30_000];

/** Starts what the rows say should run: kicked after a commit, polled as fallback, patient while Temporal is away. */
@Injectable()
export class Relay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(Relay.name);
  private readonly stopping = new AbortController();
  private wake: () => void = () => undefined;
  private isKicked = false;
  private forget: () => void = () => undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly db: DataSource,
    private readonly client: TemporalClient,
    @Inject(SERVICE_CONFIG)
    private readonly config: Pick<ServiceConfig, 'TEMPORAL_TASK_QUEUE' | 'ACTIVITY_TIMEOUT_MS' | 'ACTIVITY_PAUSE_MS'>,
  ) {}

  onApplicationBootstrap(): void {
    this.forget = onKick(() => {
      this.isKicked = true;
      this.wake();
    });
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.forget();
    this.wake();
    await this.running;
  }

  /** Starts all that is due, row by row, and says how many. Killed in between, it starts again and is told "already". */
  async deliver(): Promise<number> {
    for (let delivered = 0; ; delivered += 1) {
      if (this.stopping.signal.aborted || !(await this.db.transaction((tx) => this.next(tx)))) return delivered;
    }
  }

  private async run(): Promise<void> {
    for (let pauseMs = pollMs; !this.stopping.signal.aborted; await this.pause(pauseMs)) {
      this.isKicked = false;
      try {
        await this.deliver();
        pauseMs = pollMs;
      } catch (error) {
        if (pauseMs === pollMs) this.logger.warn({ err: error }, 'processes wait in the outbox: Temporal or the database does not answer');
        pauseMs = Math.min(pauseMs * 2, longestMs);
      }
    }
  }

  private pause(ms: number): Promise<void> {
    const { promise, resolve } = resolvable();
    const timer = setTimeout(resolve, ms);
    this.wake = resolve;
    if (this.isKicked || this.stopping.signal.aborted) resolve();
    return promise.finally(() => clearTimeout(timer));
  }

  /** One row, held while it is started. One that Temporal refuses waits longer and longer, and stops nobody else. */
  private async next(tx: EntityManager): Promise<boolean> {
    const [wish] = await tx.query<Wish[]>(
      `SELECT community_id, process_id, wish, attempts, again, current_schema() AS service FROM outbox WHERE not_before <= now()
       ORDER BY not_before, wish LIMIT 1 FOR UPDATE SKIP LOCKED`,
    );
    if (!wish) return false;
    const key = [wish.community_id, wish.process_id, wish.wish];
    await asCommunity(tx, wish.community_id); // in this transaction: a second connection, taken while holding one, can lock up the pool
    try {
      await this.start(tx, wish);
    } catch (error) {
      if (isAway(error)) throw error;
      this.logger.error({ err: error, processId: wish.process_id, attempts: wish.attempts }, 'Temporal refuses to start a process');
      const again = `UPDATE outbox SET attempts = attempts + 1, not_before = now() + least(power(2, attempts), 300) * interval '1 second'`;
      await tx.query(`${again} WHERE (community_id, process_id, wish) = ($1, $2, $3)`, key);
      return true;
    }
    await tx.query('DELETE FROM outbox WHERE (community_id, process_id, wish) = ($1, $2, $3)', key);
    return true;
  }

  private async start(tx: EntityManager, wish: Wish): Promise<void> {
    const processId = wish.process_id;
    const [row] = await tx.query<ProcessRow[]>(
      `SELECT workflow, input, summary, details, search_attributes, correlation_id, actor, ended_at FROM processes WHERE process_id = $1`,
      [processId],
    );
    if (!row) return this.tell(wish);
    if (row.ended_at) return;
    const start = () =>
      this.client.workflow.start(row.workflow, {
        workflowId: processId,
        taskQueue: this.config.TEMPORAL_TASK_QUEUE,
        args: [row.input],
        workflowIdReusePolicy: wish.again ? 'ALLOW_DUPLICATE_FAILED_ONLY' : 'REJECT_DUPLICATE',
        staticSummary: row.summary,
        staticDetails: row.details,
        ...this.patience(),
        typedSearchAttributes: typedSearchAttributes(row.search_attributes),
      });
    const actor = row.actor ? { code: row.actor, channel: 'service' as const } : undefined;
    try {
      const patiently = () => this.client.withAbortSignal(this.stopping.signal, () => this.client.patiently(start));
      await inContext({ correlationId: row.correlation_id || processId, actor }, patiently);
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      await this.tell(wish);
    }
  }

  /** Only where it is not the usual one: a memo is encrypted, and clients without the key cannot describe a process that has one. */
  private patience(): { memo?: { [patienceMemo]: ActivityPatience } } {
    const { startToCloseMs, longestPauseMs } = usualPatience;
    const { ACTIVITY_TIMEOUT_MS, ACTIVITY_PAUSE_MS } = this.config;
    if (ACTIVITY_TIMEOUT_MS === undefined && ACTIVITY_PAUSE_MS === undefined) return {};
    const patience = { startToCloseMs: ACTIVITY_TIMEOUT_MS ?? startToCloseMs, longestPauseMs: ACTIVITY_PAUSE_MS ?? longestPauseMs };
    return { memo: { [patienceMemo]: patience } };
  }

  /** It runs, or its row is another service's: then somebody wishes that it reads ours. One that is over has nothing to read. */
  private async tell({ process_id, service }: Wish): Promise<void> {
    try {
      await this.client.patiently(() => this.client.workflow.getHandle(process_id).signal('look', service));
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
}

const away = new Set([1, 4, 5, 8, 14]); // CANCELLED, DEADLINE_EXCEEDED, NOT_FOUND (of the namespace), RESOURCE_EXHAUSTED, UNAVAILABLE
const isAway = (error: unknown): boolean => {
  if (!(error instanceof ServiceError)) return false;
  const { cause } = error;
  return cause instanceof Error && 'code' in cause && away.has(Number(cause.code));
};

const resolvable = (): { promise: Promise<void>; resolve: () => void } => {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
};
