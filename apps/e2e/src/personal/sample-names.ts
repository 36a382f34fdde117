import { readFileSync } from 'node:fs';

/** Everybody whom a list of the sample community names. */
export function sampleNames(): Set<string> {
  const files = ['households', 'members', 'roles', 'supply-teams', 'care-list'];
  return new Set(files.flatMap((file) => namesIn(readFileSync(`samples/${file}.csv`, 'utf8'))).filter((name) => name.length > 1));
}

function namesIn(csv: string): string[] {
  const [header = '', ...rows] = csv.replace('\uFEFF', '').split(/\r?\n/);
  const at = header.split(',').findIndex((column) => column === '姓名' || column === '户主姓名');
  return at < 0 ? [] : rows.flatMap((row) => row.split(',')[at] ?? []);
}
