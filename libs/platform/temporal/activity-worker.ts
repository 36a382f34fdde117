import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { activityInfo } from '@temporalio/activity';
import { activityQueue, SERVICE_CONFIG, type PartConfig } from '../config/service-config.js';
import { HealthParts } from '../http/health-parts.js';
import { activityLog } from './activity-log.js';
import { activitiesOf } from './bound-methods.js';
import { contextRestorer } from './context.interceptors.js';
import { EncryptionCodec } from './encryption.codec.js';
import { endAtOnce, faultActivities } from './fault-activities.js';
import { refusalsAreFinal } from './refusals.interceptor.js';
import { SupervisedWorker } from './supervised-worker.js';

export interface ActivityOptions {
  /** The service's name; its queue is `<TEMPORAL_TASK_QUEUE>-<service>`. */
  readonly service: string;
  /** Providers of any module whose public methods are activities. */
  readonly activities: readonly Type<object>[];
}
export const ACTIVITY_OPTIONS = Symbol('ActivityOptions');

/** Runs this service's activities, and no workflows, for as long as the service runs. */
@Injectable()
export class ActivityWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private worker: SupervisedWorker | undefined;

  constructor(
    @Inject(SERVICE_CONFIG) private readonly config: PartConfig,
    @Inject(ACTIVITY_OPTIONS) private readonly options: ActivityOptions,
    private readonly modules: ModuleRef,
    private readonly health: HealthParts,
  ) {}

  /** A service that lists no activities runs no worker. */
  onApplicationBootstrap(): void {
    if (!this.options.activities.length) return;
    const services = this.options.activities.map((type) => this.modules.get<object>(type, { strict: false }));
    const faults = faultActivities(this.config, { nameOf: () => activityInfo().activityType, die: endAtOnce });
    const worker = new SupervisedWorker({
      address: this.config.TEMPORAL_ADDRESS,
      options: {
        namespace: this.config.TEMPORAL_NAMESPACE,
        taskQueue: activityQueue(this.config.TEMPORAL_TASK_QUEUE, this.options.service),
        dataConverter: { payloadCodecs: [new EncryptionCodec(this.config.CODEC_KEYS)] },
        activities: activitiesOf(services),
        interceptors: {
          activity: [
            () => ({ inbound: contextRestorer(randomUUID()) }),
            () => ({ inbound: activityLog }),
            () => ({ inbound: refusalsAreFinal }),
            ...faults.map((inbound) => () => ({ inbound })),
          ],
        },
      },
    });
    this.worker = worker;
    this.health.add({ name: 'worker', needed: false, isUp: async () => worker.state === 'running' });
    worker.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.worker?.stop();
  }
}
