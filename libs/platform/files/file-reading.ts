import type { ImportError, SourceTable } from '@jielong/kernel';

/** A table as rows with their lines, or what keeps it from being read. */
export interface FileReading {
  readonly table: SourceTable;
  readonly errors: readonly ImportError[];
}
