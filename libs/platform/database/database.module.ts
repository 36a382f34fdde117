import { Inject, Injectable, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { SERVICE_CONFIG, type ServiceConfig } from '../config/service-config.js';
import { HealthParts } from '../http/health-parts.js';
import { dataKeysOf, keepKeys } from '../privacy/data-keys.js';
import { PreparingClient } from './preparing-client.js';

export interface DatabaseOptions {
  /** The service's schema: `orders`. */
  readonly schema: string;
}
export type DatabaseConfig = Pick<ServiceConfig, 'DATABASE_URL' | 'DATABASE_POOL'>;

/** How a service comes to its database: as the application role, in its own schema, never waiting for long. */
export const dataSourceOptions = ({ schema }: DatabaseOptions, config: DatabaseConfig): DataSourceOptions => ({
  type: 'postgres',
  url: config.DATABASE_URL,
  poolSize: config.DATABASE_POOL,
  applicationName: `jielong-${schema}`,
  connectTimeoutMS: 10_000,
  installExtensions: false,
  extra: {
    options: `-c search_path=${schema},public`,
    statement_timeout: 30_000,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
    idleTimeoutMillis: 300_000, // what a connection has prepared is gone with it
    Client: PreparingClient,
    pipeline: true, // statements sent together do not wait for each other's answers (`readInOneTrip`); no cursors on this pool
  },
});

@Injectable()
class DatabaseHealth implements OnModuleInit {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(HealthParts) private readonly health: HealthParts,
  ) {}

  /** Up means reachable and migrated. */
  onModuleInit(): void {
    const migrated = `SELECT to_regclass('migrations') IS NOT NULL AS migrated`;
    const isUp = async () => (await this.db.query<{ migrated: boolean }[]>(migrated))[0]?.migrated === true;
    this.health.add({ name: 'database', needed: true, isUp });
  }
}

/** Before anything is written: what a connection seals with is given to it as it is made. */
const keysKept = {
  provide: Symbol('KeysKept'),
  inject: [DataSource, SERVICE_CONFIG],
  useFactory: (db: DataSource, config: Pick<ServiceConfig, 'DATA_KEYS' | 'LOOKUP_KEYS'>) => keepKeys(db, dataKeysOf(config)),
};

@Module({})
class DatabaseModule {}

/** The DataSource of a service, for every provider. */
export const databaseModule = (options: DatabaseOptions): DynamicModule => ({
  module: DatabaseModule,
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [SERVICE_CONFIG],
      useFactory: (config: DatabaseConfig) => ({ ...dataSourceOptions(options, config), retryAttempts: 20, retryDelay: 1_000 }),
    }),
  ],
  providers: [keysKept, DatabaseHealth],
});
