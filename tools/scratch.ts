import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder for the time of a command, which PostgreSQL's own user can enter too. */
export function scratchDir(purpose: string): string {
  const dir = mkdtempSync(join(tmpdir(), `jielong-${purpose}-`));
  chmodSync(dir, 0o755);
  return dir;
}
