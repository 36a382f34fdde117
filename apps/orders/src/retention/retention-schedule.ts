import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SERVICE_CONFIG, type ServiceConfig, TemporalClient } from '@jielong/platform';
import { ScheduleAlreadyRunning, type ScheduleOptions } from '@temporalio/client';

const [patienceMs, pauseMs] = [2_000, 10_000];

/** One for each installation: those that share a namespace have queues of their own. */
export const retentionScheduleId = (taskQueue: string): string => `retention:${taskQueue}`;

const scheduleOf = (taskQueue: string): ScheduleOptions => ({
  scheduleId: retentionScheduleId(taskQueue),
  spec: { calendars: [{ hour: 3, minute: 30 }], timezone: 'Asia/Shanghai' },
  action: {
    type: 'startWorkflow',
    workflowType: 'retentionRoundsWorkflow',
    taskQueue,
    workflowId: retentionScheduleId(taskQueue),
    args: [],
  },
  policies: { overlap: 'SKIP', catchupWindow: '1 day' },
});

/** Sees to it that Temporal has the schedule by which data is forgotten, as soon as Temporal is there. */
@Injectable()
export class RetentionSchedule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(RetentionSchedule.name);
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly client: TemporalClient,
    @Inject(SERVICE_CONFIG) private readonly config: Pick<ServiceConfig, 'TEMPORAL_TASK_QUEUE'>,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.keepTrying();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** One that is there stays as it is: an operator may have paused it, or chosen another hour. */
  async create(): Promise<void> {
    const options = scheduleOf(this.config.TEMPORAL_TASK_QUEUE);
    try {
      await this.client.withAbortSignal(this.stopping.signal, () =>
        this.client.patiently(() => this.client.schedule.create(options), patienceMs),
      );
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    }
  }

  private async keepTrying(): Promise<void> {
    for (let tries = 0; !this.stopping.signal.aborted; tries += 1) {
      try {
        return await this.create();
      } catch (error) {
        if (tries === 0) this.logger.warn({ err: error }, 'the schedule of retention is not there yet: Temporal does not answer');
        await setTimeout(pauseMs, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
      }
    }
  }
}
