export { readConfig } from './config/read-config.js';
export { type KeyRing, keyRingSchema } from './config/key-ring.js';
export {
  type LinkingConfig,
  linkingConfigSchema,
  type PartConfig,
  partConfigSchema,
  type ServiceConfig,
  SERVICE_CONFIG,
  publicUrlSchema,
  serviceConfigSchema,
  type StepsConfig,
  stepsConfigSchema,
} from './config/service-config.js';

export { actAs, currentContext } from './context/context.js';
export { correlationHeader } from './context/correlation.js';

export { needReasonGiven } from './privacy/reason-given.js';
export { refuseStrangers } from './actor/strangers.js';
export { Access } from './actor/access.js';
export { withinScopes } from './actor/within-scopes.js';
export { type ActorOptions, idInProcess } from './actor/actor-options.js';
export { notYours } from './actor/access.guard.js';
export { ActorGuard } from './actor/actor.guard.js';
export { actorModule } from './actor/actor.module.js';
export { Concerns, type Sent } from './actor/concerns.js';
export { communityIn, type CredentialKind, fingerprintOf, newCredential, whereIs } from './actor/credential.js';
export { type Caller, tokenHeader, TokenSigner } from './actor/internal-token.js';
export { actorOf, CurrentActor } from './actor/current-actor.js';
export { CheckLeftOpen } from './actor/open-check.js';
export { type Endpoint, JudgesTimes, Permission, permissionOf, permissionsOf, Public } from './actor/permission.js';

export { audit, type AuditEntry } from './audit/audit.js';
export { auditModule } from './audit/audit.module.js';
export {
  auditAddresses,
  auditSessions,
  auditTables,
  dropAuditAddresses,
  dropAuditSessions,
  dropAuditTables,
} from './audit/audit-tables.js';
export { communitiesOf } from './audit/communities.js';
export { Sealer } from './audit/sealer.js';

export { balanceTrigger, type Ledger } from './database/balance-trigger.js';
export { type DatabaseOptions, databaseModule, dataSourceOptions } from './database/database.module.js';
export { holdBooks, shareBooks } from './database/hold-books.js';
export { type FirstRead, inCommunity } from './database/in-community.js';
export {
  dropLadderColumns,
  dropMechanismTables,
  dropWritingTables,
  ladderColumns,
  mechanismTables,
  writingTables,
} from './database/mechanism-tables.js';
export { migrate, type MigrationsOf, runMigrations } from './database/migrate.js';
export { nextId } from './database/next-id.js';
export { readInOneTrip } from './database/one-trip.js';
export { grant, guard, publish, tenant } from './database/tenant.js';

export { databaseCode } from './errors/postgres-errors.js';
export { answerProblem } from './errors/answer-problem.js';
export { prefersEnglish, type Problem, problemErrorOf, problemOf, statusOf, tooLarge } from './errors/problem.js';
export { type FieldError, malformed, ProblemError, unavailable } from './errors/problem-error.js';

export { attachment, type ExportedSheet, exportFiles, type ExportFormat, type ExportResult } from './files/exports.js';
export {
  holdLists,
  type Importer,
  importFiles,
  isCommit,
  type ImportRequest,
  type ImportResult,
  type PlannedImport,
} from './files/imports.js';

export { addressOf, networkOf, seenFrom } from './http/address.js';
export { accepted, Answer, created } from './http/answer.js';
export { ApiAnswer } from './http/api-docs.js';
export { stop } from './http/graceful-stop.js';
export { type Health, type HealthPart, HealthParts } from './http/health-parts.js';
export { openApiOf } from './http/openapi.js';
export { Operation } from './http/operation.js';
export { type CursorKey, decodeCursor, type Page, pageOf, strangeCursor } from './http/page.js';
export { bootstrapService, createService, serveUntilStopped, type ServiceOptions } from './http/service.js';
export { fieldErrorOf, parsed } from './http/validation.js';
export type { Work } from './http/work.js';

export { emptyAnswers, type IsAbout } from './idempotency/empty-answers.js';
export { Idempotent } from './idempotency/idempotency-key.js';

export { limitTables, dropLimitTables } from './limits/limit-tables.js';
export { type Limit, Limiter } from './limits/limiter.js';
export { Limits, limitsModule, type LimitsOptions } from './limits/limits.module.js';

export { UnopenedError } from './privacy/cipher.js';
export { type DataKeys, dataKeysOf, keepKeys, lookupsOf } from './privacy/data-keys.js';
export { mayEmpty, mayNotEmpty } from './privacy/may-empty.js';
export { runReseal } from './privacy/run-reseal.js';
export { sealColumns, unsealColumns } from './privacy/sealed-columns.js';
export {
  sealedMechanisms,
  sealedWriting,
  sealMechanisms,
  sealWriting,
  unsealMechanisms,
  unsealWriting,
} from './privacy/sealed-mechanisms.js';
export { SealedTable } from './privacy/sealed-table.js';

export { processesController } from './outbox/processes-controller.js';
export { processesModule } from './outbox/processes.module.js';

export { Admission, type AdmissionRules } from './steps/admission.js';
export { dropLinkTables, linkTables } from './links/link-tables.js';
export type { LinkedStep } from './links/linked-step.js';
export type { Asked, AskedLine, CountedLine, Said, SentForm, StepForm } from './links/step-form.js';
export { stepLinksModule } from './links/step-links.module.js';

export { complaint, page, wrong } from './pages/page.js';
export { PageFilter } from './pages/page.filter.js';
export { qrOf, qrPicture } from './pages/qr.js';

export { deleting, emptying, forgetBatch, type ForgetRule } from './retention/forget.js';
export { mayForget, mayNotForget } from './retention/may-forget.js';

export { once } from './steps/effects.js';
export { ring } from './steps/ladder.js';
export type { PendingStep } from './steps/inbox.js';
export { inboxController } from './steps/inbox-controller.js';
export { type ProcessStart, resumeProcess, resumeProcesses, type SearchAttributes, startProcess, wakeProcess } from './steps/processes.js';
export {
  type Accepted,
  type Correct,
  type Corrected,
  type Filing,
  type Listener,
  type Listeners,
  type PlaceOf,
} from './steps/report-desk.js';
export { ReportSigner } from './steps/report-signer.js';
export { ownProcess, processIdOf, stepController, type StepControllerOptions } from './steps/step-controller.js';
export {
  closePendingSteps,
  endProcess,
  noteRefusal,
  openPendingStep,
  type PendingStepInput,
  type RefusalInput,
  type ReportInput,
  type StepKey,
  writeReport,
} from './steps/step-rows.js';

export { type ActivityOptions } from './temporal/activity-worker.js';
export { bundleWorkflows, converterPaths } from './temporal/bundle.js';
export { decodePayloads, encodePayloads, type JsonPayloads } from './temporal/codec-endpoint.js';
export { EncryptionCodec } from './temporal/encryption.codec.js';
export { refusalOf } from './temporal/refusals.interceptor.js';
export { TemporalClient } from './temporal/temporal-client.js';
export { TemporalModule } from './temporal/temporal.module.js';
export { type WorkflowOptions } from './temporal/workflow-worker.js';
