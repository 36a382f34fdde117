import { Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { HealthParts } from '../http/health-parts.js';
import { ACTIVITY_OPTIONS, ActivityWorker, type ActivityOptions } from './activity-worker.js';
import { TemporalClient } from './temporal-client.js';
import { WORKFLOW_OPTIONS, WorkflowWorker, type WorkflowOptions } from './workflow-worker.js';

@Module({})
export class TemporalModule implements OnModuleInit {
  constructor(
    private readonly client: TemporalClient,
    private readonly health: HealthParts,
  ) {}

  /** A client for every provider, and a worker that runs the methods of these providers as activities. */
  static forRoot(options: ActivityOptions): DynamicModule {
    return withClient([{ provide: ACTIVITY_OPTIONS, useValue: options }, ActivityWorker]);
  }

  /** A client alone. */
  static forClients(): DynamicModule {
    return withClient([]);
  }

  /** A worker that runs every workflow of a bundle, and nothing else. */
  static forWorkflows(options: WorkflowOptions): DynamicModule {
    return withClient([{ provide: WORKFLOW_OPTIONS, useValue: options }, WorkflowWorker]);
  }

  onModuleInit(): void {
    this.health.add({ name: 'temporal', needed: false, isUp: () => this.client.isReachable() });
  }
}

const withClient = (providers: NonNullable<DynamicModule['providers']>): DynamicModule => ({
  module: TemporalModule,
  global: true,
  providers: [TemporalClient, ...providers],
  exports: [TemporalClient],
});
