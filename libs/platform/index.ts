export { ConfigError, readConfig } from './config/read-config.js';
export {
  activityQueue,
  type CodecKeys,
  codecKeysSchema,
  type PartConfig,
  partConfigSchema,
  SERVICE_CONFIG,
  type ServiceConfig,
  serviceConfigSchema,
} from './config/service-config.js';

export { type Acting, type Context, currentContext, inContext } from './context/context.js';
export { correlate, correlationHeader } from './context/correlation.js';

export { type ActorOptions } from './actor/people.js';
export { actorModule } from './actor/actor.module.js';
export { CurrentActor } from './actor/current-actor.js';
export { type Endpoint, Permission, permissionsOf, Public } from './actor/permission.js';

export { audit, type AuditEntry } from './database/audit.js';
export { type DatabaseOptions, databaseModule, dataSourceOptions } from './database/database.module.js';
export { asCommunity, inCommunity, onceCommitted } from './database/in-community.js';
export { dropMechanismTables, dropWritingTables, mechanismTables, writingTables } from './database/mechanism-tables.js';
export { migrate, type MigrationsOf, runMigrations } from './database/migrate.js';
export { grant, guard, publish, tenant } from './database/tenant.js';

export { databaseCode } from './errors/postgres-errors.js';
export { prefersEnglish, type Problem, problemErrorOf, problemOf, statusOf } from './errors/problem.js';
export { type FieldError, malformed, ProblemError, unavailable } from './errors/problem-error.js';

export { type CsvReading, readCsv } from './files/csv.js';
export { ImportKey } from './files/import-key.js';
export { type Importer, importFiles, type ImportRequest, type ImportResult, type PlannedImport } from './files/imports.js';

export { accepted, Answer, created, ok } from './http/answer.js';
export { ApiAnswer } from './http/api-docs.js';
export { stop } from './http/graceful-stop.js';
export { type Health, type HealthPart, HealthParts } from './http/health-parts.js';
export { Metrics } from './http/metrics.js';
export { openApiOf } from './http/openapi.js';
export { type CursorKey, decodeCursor, encodeCursor, type Page, pageOf } from './http/page.js';
export { bootstrapService, createService, serveUntilStopped, type ServiceOptions } from './http/service.js';
export { fieldErrorOf, parsed } from './http/validation.js';

export { Idempotent, IdempotencyKey } from './idempotency/idempotency-key.js';
export { idempotently } from './idempotency/idempotently.js';

export { kickRelay } from './outbox/kick.js';
export { processesModule } from './outbox/processes.module.js';
export { Relay } from './outbox/relay.js';

export { once } from './steps/effects.js';
export type { PendingStep } from './steps/inbox.js';
export { inboxController } from './steps/inbox-controller.js';
export { type ProcessStart, type SearchAttributes, startProcess, wakeProcess } from './steps/processes.js';
export { type Accepted, type Filing, type Listener, type Listeners, type PlaceOf, ReportDesk } from './steps/report-desk.js';
export { reportHash } from './steps/report-hash.js';
export { ownProcess, processIdOf, reportOf, stepController, type StepControllerOptions } from './steps/step-controller.js';
export {
  closePendingSteps,
  endProcess,
  markOverdue,
  noteRefusal,
  openPendingStep,
  type PendingStepInput,
  type RefusalInput,
  type ReportInput,
  type StepKey,
  writeReport,
} from './steps/step-rows.js';

export { type ActivityOptions } from './temporal/activity-worker.js';
export { bundleWorkflows, converterPaths, workflowInterceptorModules } from './temporal/bundle.js';
export { decodePayloads, encodePayloads, type JsonPayloads } from './temporal/codec-endpoint.js';
export { contextCarrier, contextRestorer } from './temporal/context.interceptors.js';
export { EncryptionCodec } from './temporal/encryption.codec.js';
export { refusalOf, refusalsAreFinal } from './temporal/refusals.interceptor.js';
export { searchAttributeKeys, typedSearchAttributes } from './temporal/search-attributes.js';
export { SupervisedWorker, type WorkerState } from './temporal/supervised-worker.js';
export { TemporalClient } from './temporal/temporal-client.js';
export { TemporalModule } from './temporal/temporal.module.js';
export { type WorkflowOptions, workflowWorkerOptions } from './temporal/workflow-worker.js';
