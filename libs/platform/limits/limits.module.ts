import { Inject, Injectable, Module, type DynamicModule, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { SERVICE_CONFIG, type ServiceConfig } from '../config/service-config.js';
import { HealthParts } from '../http/health-parts.js';
import { Counters } from './counters.js';
import { Limiter, type Limit } from './limiter.js';

export interface LimitsOptions {
  /** The schema whose migrations make `limitTables`. */
  readonly schema: string;
  /** How long PostgreSQL is waited for; half a second where nothing is said. */
  readonly patienceMs?: number;
}
const LIMITS_OPTIONS = Symbol('LimitsOptions');

/** The limits of a service: one set of counters for all of its processes. */
@Injectable()
export class Limits implements OnModuleInit, OnApplicationShutdown {
  private readonly counters: Counters;

  constructor(
    @Inject(SERVICE_CONFIG) { DATABASE_URL }: Pick<ServiceConfig, 'DATABASE_URL'>,
    @Inject(LIMITS_OPTIONS) private readonly options: LimitsOptions,
    private readonly health: HealthParts,
  ) {
    this.counters = new Counters(DATABASE_URL, options.patienceMs);
  }

  /** One limit; made once, at start. */
  of(limit: Limit): Limiter {
    return new Limiter(limit, this.counters, this.options.schema);
  }

  /** Not needed: without PostgreSQL each limit does what it says of itself. */
  onModuleInit(): void {
    const text = `SELECT FROM ${this.options.schema}.limit_counters LIMIT 1`;
    this.health.add({ name: 'limits', needed: false, isUp: () => this.counters.query({ text }).then(() => true) });
  }

  onApplicationShutdown(): Promise<void> {
    return this.counters.end();
  }
}

@Module({})
class LimitsModule {}

/** Gives `Limits` to every provider. */
export const limitsModule = (options: LimitsOptions): DynamicModule => ({
  module: LimitsModule,
  providers: [{ provide: LIMITS_OPTIONS, useValue: options }, Limits],
  exports: [Limits],
});
