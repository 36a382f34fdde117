import { nextId } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { scanConflicts } from '../sealed.js';

/** What is no scan, of whatever run it names. */
export interface MalformedRow {
  readonly scanId: string;
  readonly run: string | null;
  readonly details: Readonly<Record<string, unknown>> & { readonly hash: string };
  /** As it came: it may say anything of anybody. */
  readonly raw: string;
}
/** Nobody looks through more of what a broken device sends at once. */
const mostKept = 20;

/** Keeps the first of them for a person to look at; the same sent again is the same one, and a run that nobody knows is none. */
export async function writeMalformed(tx: EntityManager, malformed: readonly MalformedRow[]): Promise<void> {
  for (const { scanId, run, details, raw } of malformed.slice(0, mostKept)) {
    const id = await nextId(tx, 'scan_conflicts', 'conflict_id');
    await tx.query(
      `INSERT INTO scan_conflicts (conflict_id, scan_id, run_id, code, details, raw) OVERRIDING SYSTEM VALUE
       SELECT $1, $2, (SELECT run_id FROM supply_runs WHERE run_id = $3), 'malformed', $4, $5
       WHERE NOT EXISTS (SELECT FROM scan_conflicts o WHERE o.scan_id = $2 AND o.details->>'hash' = $6)`,
      [id, scanId, run, JSON.stringify(details), scanConflicts.seal(tx, id, { raw }).raw, details.hash],
    );
  }
}
