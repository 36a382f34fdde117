import type { Text } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';
import { chainEntries } from '../sealed.js';
import { noSuchRun } from '../supply-runs/run-rows.js';

interface Question {
  readonly entryId: string;
  readonly serial: string | null;
  readonly text: string;
  readonly reasonText: Text | null;
}
const shown = 16;

/** The held entries of all chains of a run as a text for the group: by serial and first characters, with what is asked. */
export async function questionsText(tx: EntityManager, runId: string): Promise<string> {
  const [run] = await tx.query<{ compoundName: string; serviceDate: string }[]>(
    'SELECT compound_name AS "compoundName", service_date::text AS "serviceDate" FROM supply_runs WHERE run_id = $1',
    [runId],
  );
  if (!run) throw noSuchRun(runId);
  const rows = await tx.query<Question[]>(
    `SELECT entry_id AS "entryId", serial, text, reason_text AS "reasonText" FROM chain_entries WHERE run_id = $1 AND status = 'held'
     ORDER BY chain, line, entry, first_seen_at, entry_id`,
    [runId],
  );
  const questions = rows.map((row) => chainEntries.open(tx, row.entryId, row));
  const title = `【${run.compoundName}】${run.serviceDate} 团购接龙`;
  if (questions.length === 0) return `${title}\n接龙都读清楚了，没有要问的。\n`;
  return `${title}\n下面 ${questions.length} 条没看明白，请各位补充（没补充的不计入）：\n${questions.map(line).join('\n')}\n`;
}

const line = ({ serial, text, reasonText }: Question): string => {
  const words = text
    .replace(/^\s*\d{1,3}\s*[.．、)）]/u, '')
    .replace(/\s+/g, ' ')
    .trim();
  const beginning = [...words].slice(0, shown).join('');
  return `${serial ? `第${serial}条` : '无序号'}「${beginning}${beginning.length < words.length ? '…' : ''}」${reasonText?.zh ?? ''}`;
};
