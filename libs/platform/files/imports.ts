import { createHash } from 'node:crypto';
import type { ImportError, ImportPlan, SourceTable } from '@jielong/kernel';
import type { Request } from 'express';
import type { EntityManager } from 'typeorm';
import { audit } from '../audit/audit.js';
import { ProblemError } from '../errors/problem-error.js';
import type { Work } from '../http/work.js';
import type { FileReading } from './file-reading.js';
import { readFile, type GivenFile } from './read-file.js';

/** `@Idempotent(isCommit)`: a preview writes nothing and needs no key. */
export const isCommit = ({ query }: Request): boolean => query['mode'] === 'commit';

/** An import as it comes in over HTTP: `?mode=` and the body. */
export interface ImportRequest {
  readonly kind: string;
  readonly mode: 'preview' | 'commit';
  readonly files: readonly GivenFile[];
  readonly revision?: string | undefined;
}

/** What a service knows about its own tables: how files compare with its rows, and how to write the difference. */
export interface PlannedImport {
  readonly plans: readonly ImportPlan[];
  /** Mistakes beyond the rows of one file, such as a file that nobody knows. */
  readonly errors: readonly ImportError[];
  readonly write: () => Promise<void>;
}
export type Importer = (tx: EntityManager, tables: readonly SourceTable[]) => Promise<PlannedImport>;

export interface Difference {
  readonly file: string;
  readonly change: 'new' | 'changed' | 'gone';
  readonly key: string;
  /** In the file; null for what is gone. */
  readonly line: number | null;
  /** Headers of the columns that differ, where it is changed. */
  readonly columns: readonly string[];
}
export interface ImportCounts {
  readonly new: number;
  readonly changed: number;
  readonly gone: number;
  readonly unchanged: number;
}
export interface ImportResult extends ImportCounts {
  readonly kind: string;
  /** Names these differences: a commit with it writes them and nothing else. */
  readonly revision: string;
  readonly files: readonly (ImportCounts & { readonly file: string })[];
  /** The first hundred; what is new stands behind what is gone or changed. */
  readonly differences: readonly Difference[];
  /** The first two hundred. */
  readonly errors: readonly ImportError[];
  readonly errorCount: number;
}
const mostDifferences = 100;
const mostErrors = 200;

/** Previews an import, or carries it out, all or nothing. Refuses with 422 `import-errors` and 409 `changed-since-preview`. */
export function importFiles({ kind, mode, files, revision }: ImportRequest, importer: Importer): Work<ImportResult> {
  const read = async () => (await Promise.all(files.map(readFile))).flat();
  const plan = async (tx: EntityManager, readings: readonly FileReading[]) => {
    const planned = await importer(
      tx,
      readings.filter(({ errors }) => errors.length === 0).map(({ table }) => table),
    );
    const errors = [...readings.flatMap((reading) => reading.errors), ...planned.errors, ...planned.plans.flatMap((one) => one.errors)];
    return { planned, result: resultOf(kind, planned.plans, errors) };
  };
  if (mode === 'preview') return async (tx) => (await plan(tx, await read())).result;

  return async (tx) => {
    const readings = await read(); // nobody waits for that
    await holdLists(tx);
    const { planned, result } = await plan(tx, readings);
    if (result.errorCount > 0) throw importErrors(result);
    if (revision !== undefined && revision !== result.revision) throw changedSincePreview(result.revision);
    await planned.write();
    await audit(tx, {
      action: 'importFiles',
      subjectKind: 'import',
      subjectId: kind,
      details: { revision: result.revision, files: result.files },
    });
    return result;
  };
}

/** Whoever changes the lists of a community waits for the one before, and compares with what that one has left. */
export const holdLists = (tx: EntityManager): Promise<unknown> =>
  tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('import:' || current_setting('app.community_id'), 0))`);

function resultOf(kind: string, plans: readonly ImportPlan[], errors: readonly ImportError[]): ImportResult {
  const files = plans.map((plan) => ({ file: plan.file, ...countsOf(plan) }));
  const total = (name: keyof ImportCounts) => files.reduce((sum, counts) => sum + counts[name], 0);
  return {
    kind,
    revision: revisionOf(kind, plans),
    new: total('new'),
    changed: total('changed'),
    gone: total('gone'),
    unchanged: total('unchanged'),
    files,
    differences: newOnesLast(plans.flatMap(differencesOf)).slice(0, mostDifferences),
    errors: errors.slice(0, mostErrors),
    errorCount: errors.length,
  };
}

const countsOf = (plan: ImportPlan): ImportCounts => ({
  new: plan.new.length,
  changed: plan.changed.length,
  gone: plan.gone.length,
  unchanged: plan.unchanged,
});

const differencesOf = ({ file, ...plan }: ImportPlan): Difference[] => [
  ...plan.gone.map(({ key }) => ({ file, change: 'gone' as const, key, line: null, columns: [] })),
  ...plan.changed.map(({ key, line, columns }) => ({ file, change: 'changed' as const, key, line, columns })),
  ...plan.new.map(({ key, line }) => ({ file, change: 'new' as const, key, line, columns: [] })),
];

const newOnesLast = (differences: readonly Difference[]): Difference[] => [
  ...differences.filter(({ change }) => change !== 'new'),
  ...differences.filter(({ change }) => change === 'new'),
];

/** The same files against the same rows have the same revision; a hash, for names and phones go into it and never out of it. */
const revisionOf = (kind: string, plans: readonly ImportPlan[]): string =>
  createHash('sha256')
    .update(JSON.stringify([kind, plans.map((plan) => [plan.new, plan.changed, plan.gone])]))
    .digest('base64url')
    .slice(0, 32);

const importErrors = ({ errors, errorCount }: ImportResult) =>
  new ProblemError(
    422,
    'import-errors',
    {
      zh: `文件里有 ${errorCount} 处错误，什么都没有写入。请按所列的行和列改好后重新导入。`,
      en: `Mistakes in the files: ${errorCount}. Nothing was written. Correct the lines and columns listed here and import again.`,
    },
    {
      errors: errors.map((error) => ({ path: [error.file, error.line, error.column].filter((part) => part !== null).join(':'), ...error })),
      details: { errorCount },
    },
  );
const changedSincePreview = (revision: string) =>
  new ProblemError(
    409,
    'changed-since-preview',
    {
      zh: '预览之后数据或文件已有变化。请重新预览，再按新的 revision 导入。',
      en: 'The data or the files have changed since the preview. Preview again and import with the new revision.',
    },
    { details: { revision } },
  );
