import { Command, Option } from 'commander';
import { collect, countsOf } from '../counts.js';
import { show, table, timeOf } from '../output.js';
import { Session } from '../session.js';

interface Conflict {
  readonly conflictId: string;
  readonly scanId: string;
  readonly code: string;
  readonly recordedBy: string;
  readonly at: string;
  readonly choices: readonly { readonly choice: string; readonly text: Readonly<Record<'zh' | 'en', string>> }[];
  readonly decision: { readonly choice: string; readonly decidedBy: string } | null;
}
interface Deciding {
  readonly run: string;
  readonly choice: string;
  readonly reason: string;
}
interface Reversing {
  readonly reason: string;
  readonly item?: readonly string[];
  readonly to: string;
}

/** What contradicts the books, and what a person may decide of it. */
export const conflictsCommand = (): Command =>
  new Command('conflicts')
    .description('与登记矛盾的扫码，以及可以怎样处理 / scans that contradict the books, and what they may be decided as')
    .requiredOption('--run <run>')
    .option('--undecided', '只看还没有处理的 / only those that nobody has decided')
    .action(async ({ run, undecided }: { run: string; undecided?: boolean }, command: Command) => {
      const session = Session.of(command);
      const wanted = undecided ? { undecided: 'true' } : {};
      const conflicts = await session.all<Conflict>(`/supply-runs/${run}/conflicts`, wanted);
      show(session.options, conflicts, (lang) => table(conflicts.map(rowOf), lang));
    });

const rowOf = ({ conflictId, scanId, code, recordedBy, at, choices, decision }: Conflict) => ({
  编号: conflictId,
  扫码: scanId,
  原因: code,
  补录: recordedBy,
  时间: timeOf(at),
  处理: decision ? `${decision.choice} (${decision.decidedBy})` : choices.map(({ choice }) => choice).join(' | '),
});

export const decideCommand = (): Command =>
  new Command('decide')
    .argument('<conflict>')
    .description('处理一条冲突，只能一次 / decide a conflict, once')
    .requiredOption('--run <run>')
    .addOption(
      new Option('--choice <choice>', '不算、算数、更正前一次 / dismiss, count, reverse-first')
        .choices(['dismiss', 'count', 'reverse-first'])
        .makeOptionMandatory(),
    )
    .requiredOption('--reason <text>', '原因，不写姓名 / why, without names')
    .action(async (conflict: string, { run, choice, reason }: Deciding, command: Command) => {
      const session = Session.of(command);
      const path = `/supply-runs/${run}/conflicts/${conflict}/decision`;
      const decided = await session.post<{ choice: string; pickupId: string | null }>(path, { choice, reason });
      show(session.options, decided, () => `${decided.choice}${decided.pickupId ? ` · ${decided.pickupId}` : ''}`);
    });

export const reverseCommand = (): Command =>
  new Command('reverse')
    .argument('<pickup>')
    .description('更正取货：全部或一部分没有领 / take back a pickup, or a part of it')
    .requiredOption('--reason <text>', '原因，不写姓名 / why, without names')
    .option('--item <code=n>', '只更正一部分 / only a part', collect)
    .addOption(
      new Option('--to <place>', '回自提点，或袋中短少、破损 / to the point, or so the bag was')
        .choices(['point', 'missing', 'damaged'])
        .default('point'),
    )
    .action(async (pickup: string, { reason, item, to }: Reversing, command: Command) => {
      const session = Session.of(command);
      const lines = item ? { lines: countsOf(item, '--item') } : {};
      const reversed = await session.post<{ text: Record<'zh' | 'en', string> }>(`/pickups/${pickup}/reverse`, { reason, to, ...lines });
      show(session.options, reversed, () => reversed.text[session.options.lang]);
    });
