import type { QueryRunner } from 'typeorm';
import { sealColumns, unsealColumns } from './sealed-columns.js';
import { SealedTable } from './sealed-table.js';

/** Answers that are given again may hold what somebody has written. Every service has these tables under their own names, so that they name no schema. */
export const idempotencyKeys = new SealedTable('idempotency_keys', { key: ['actor', 'operation', 'key'], json: ['answer'] });
export const reports = new SealedTable('reports', { key: ['report_id'], text: ['reason'] });
/** What was sent, as it came, and a refusal that may quote it. */
export const refusedReports = new SealedTable('refused_reports', { key: ['refusal_key'], text: ['payload', 'reason'] });
export const pendingSteps = new SealedTable('pending_steps', { key: ['process_id', 'step', 'at'], text: ['snooze_reason'] });

/** Of a service without processes, and of one with them: for its list of sealed tables. */
export const sealedWriting: readonly SealedTable[] = [idempotencyKeys];
export const sealedMechanisms: readonly SealedTable[] = [idempotencyKeys, reports, refusedReports, pendingSteps];

const visible = (table: string, sql: string): string => `
  ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY;
  ${sql};
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;`;

/** For a migration: the columns of the mechanisms are sealed. Of a report the reason is, which is no part of what its step goes by. */
export async function sealWriting(db: QueryRunner): Promise<void> {
  await db.query('ALTER TABLE idempotency_keys ALTER COLUMN answer TYPE text USING answer::text');
  await sealColumns(db, sealedWriting);
}
export async function sealMechanisms(db: QueryRunner): Promise<void> {
  await sealWriting(db);
  await db.query(`ALTER TABLE reports ADD COLUMN reason text;
    ${visible('reports', `UPDATE reports SET reason = body->>'reason', body = body - 'reason' WHERE body ? 'reason'`)}`);
  await sealColumns(db, [reports, refusedReports, pendingSteps]);
}

/** Takes it back, in `down`. */
export async function unsealWriting(db: QueryRunner): Promise<void> {
  await unsealColumns(db, sealedWriting);
  await db.query(`ALTER TABLE idempotency_keys ALTER COLUMN answer TYPE json USING nullif(answer, '')::json`);
}
export async function unsealMechanisms(db: QueryRunner): Promise<void> {
  await unsealColumns(db, [reports, refusedReports, pendingSteps]);
  await db.query(`${visible('reports', `UPDATE reports SET body = body || jsonb_build_object('reason', reason) WHERE reason IS NOT NULL`)}
    ALTER TABLE reports DROP COLUMN reason;`);
  await unsealWriting(db);
}
