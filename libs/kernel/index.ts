export { DomainError, type ErrorKind, type Text } from './domain-error.js';
export { type ActivityPatience, patienceIn, patienceMemo, usualPatience } from './activity-patience.js';
export { type Brand, uuid } from './ids.js';
export {
  type ErasedKind,
  erasedKinds,
  type Erased,
  type Erasure,
  type ErasureReason,
  erasureReasons,
  type ErasureRefusal,
  erasureRefusals,
} from './erasure.js';
export { type Fen, fen, sumOf, yuan, times } from './money.js';
export { type CalendarDate, beijingTime, calendarDateOf } from './calendar.js';
export { type Exported, exportedRow, exportMark } from './exported.js';
export {
  type Channel,
  type Evidence,
  keptRefusals,
  type Receipt,
  type Report,
  type Rung,
  type Sent,
  type StepDefinition,
  stepKey,
  type Subject,
} from './step.js';
export { type Climbed, type Climbing, type LadderRung, type QuietHours, afterQuiet, climbed, ladderOf, mostRungs } from './ladder.js';
export { type Belonging, covers, holdsAt, householdOf, isService, mayAnywhere, mayAt, scopeRole } from './access.js';
export { type Actor, type Grant, type Post, type Scope } from './actor.js';
export { canonical, hashOf } from './hash.js';
export { Markup, markup } from './markup.js';
export {
  fewestRetentionDays,
  type Forgotten,
  type ForgottenCounts,
  type RetainedKind,
  retainedKinds,
  type Retention,
  type RetentionDays,
} from './retention.js';
export { type RoomReading, readRoom, roomPart, roomText } from './room.js';
export {
  type CellReading,
  type Column,
  type Unreadable,
  codeColumn,
  column,
  flagColumn,
  listColumn,
  optionalColumn,
  optionalTextColumn,
  textColumn,
  unreadable,
  wholeNumberColumn,
  wordColumn,
  yuanColumn,
} from './table-columns.js';
export {
  type ChangedRow,
  type Columns,
  type Complaint,
  type Completion,
  type ImportError,
  type ImportPlan,
  type PlannedRow,
  type RowOf,
  type Rule,
  type SourceRow,
  type SourceTable,
  type TableDefinition,
  keyOf,
  planImport,
  untouched,
} from './table-import.js';
export { type Asides, tableOf } from './table-writing.js';
