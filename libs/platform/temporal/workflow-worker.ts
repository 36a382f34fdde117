import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SERVICE_CONFIG, type PartConfig } from '../config/service-config.js';
import { HealthParts } from '../http/health-parts.js';
import { EncryptionCodec } from './encryption.codec.js';
import { SupervisedWorker } from './supervised-worker.js';

export interface WorkflowOptions {
  /** The file that `bundleWorkflows` wrote. */
  readonly bundlePath: string;
}
export const WORKFLOW_OPTIONS = Symbol('WorkflowOptions');

/** Options of a worker that runs a bundle's workflows on the configured queue. */
export const workflowWorkerOptions = (config: PartConfig, { bundlePath }: WorkflowOptions) => ({
  namespace: config.TEMPORAL_NAMESPACE,
  taskQueue: config.TEMPORAL_TASK_QUEUE,
  dataConverter: { payloadCodecs: [new EncryptionCodec(config.CODEC_KEYS)] },
  workflowBundle: { codePath: bundlePath },
});

/** Runs every workflow, and nothing else, for as long as its service runs. */
@Injectable()
export class WorkflowWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly worker: SupervisedWorker;

  constructor(@Inject(SERVICE_CONFIG) config: PartConfig, @Inject(WORKFLOW_OPTIONS) options: WorkflowOptions, health: HealthParts) {
    const worker = new SupervisedWorker({ address: config.TEMPORAL_ADDRESS, options: workflowWorkerOptions(config, options) });
    health.add({ name: 'worker', needed: true, isUp: async () => worker.state === 'running' });
    this.worker = worker;
  }

  onApplicationBootstrap(): void {
    this.worker.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.worker.stop();
  }
}
