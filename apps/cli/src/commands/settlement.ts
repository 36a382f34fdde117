import { Command, Option } from 'commander';
import { wholeNumber } from '../counts.js';
import { jsonOf } from '../files.js';
import { Misuse } from '../failure.js';
import { show, table, timeOf, yuanOf } from '../output.js';
import { type Language, Session } from '../session.js';

interface Supplementary {
  readonly number: number;
  readonly approvedBy: string;
  readonly approvedAt: string;
  readonly fundFen: number;
  readonly lines: readonly { account: { kind: string; holder: string }; direction: string; amountFen: number; reason: string }[];
}
interface Run {
  readonly stage: string;
  readonly closedAt: string | null;
}
interface Given {
  readonly lines?: string;
  readonly household?: string;
  readonly supplier?: string;
  readonly person?: string;
  readonly direction?: string;
  readonly fen?: number;
  readonly reason?: string;
}

/** `jielong settlement supplement RUN …`, `jielong settlement list RUN`: what comes out after a run is closed. */
export function settlementCommands(): Command {
  const settlement = new Command('settlement').description('补充结算 / supplementary settlements');
  settlement
    .command('supplement <run>')
    .description('结算后补一笔，记入基金；发送者即批准人 / settle what came out after closing; whoever sends it approves it')
    .option('--household <id>', '户 / a household')
    .option('--supplier <name>', '供应商 / a supplier')
    .option('--person <code>', '人员编号 / a person')
    .addOption(new Option('--direction <direction>', 'pays：应付给基金；gets：基金应付').choices(['pays', 'gets']))
    .option('--fen <n>', '金额，分 / amount in fen', wholeNumber)
    .option('--reason <text>', '原因 / why')
    .option('--lines <file>', '几笔写成 JSON 文件 / several lines, a JSON file')
    .action(async (run: string, given: Given, command: Command) => {
      const session = Session.of(command);
      const settled = await session.post<Supplementary>(`/supply-runs/${run}/supplementary-settlements`, { lines: await linesOf(given) });
      show(
        session.options,
        settled,
        () =>
          `已补充结算，本批次第 ${settled.number} 号（结算本身是第 1 号）/ settled as number ${settled.number} of the run; the settlement itself is number 1`,
      );
    });
  settlement
    .command('list <run>')
    .description(
      '一个批次的结算：第 1 号是结算本身，其后是补充结算 / settlements of a run: number 1 closed its books, the others supplement it',
    )
    .action(async (run: string, _options: object, command: Command) => {
      const session = Session.of(command);
      const { items } = await session.get<{ items: Supplementary[] }>(`/supply-runs/${run}/supplementary-settlements`);
      const detail = await session.get<Run>(`/supply-runs/${run}`);
      show(session.options, items, (lang) => table([...firstOf(detail, lang), ...items.flatMap(rowsOf)], lang));
    });
  return settlement;
}

async function linesOf({ lines, household, supplier, person, direction, fen, reason }: Given): Promise<unknown> {
  if (lines !== undefined) return jsonOf(lines);
  if (!direction || fen === undefined || !reason)
    throw new Misuse('请给出 --direction、--fen、--reason 和对象，或 --lines / give --direction, --fen, --reason and whom, or --lines');
  return [
    {
      ...(household ? { household } : {}),
      ...(supplier ? { supplier } : {}),
      ...(person ? { person } : {}),
      direction,
      amountFen: fen,
      reason,
    },
  ];
}

/** The settlement that closed the books; its public account tells the rest. */
const firstOf = ({ stage, closedAt }: Run, lang: Language): ReturnType<typeof rowsOf> => {
  if (stage !== 'closed' || closedAt === null) return [];
  const itself = lang === 'zh' ? '结算本身' : 'the settlement itself';
  return [{ 号: 1, 对象: itself, 方向: '', 金额元: '', 原因: '', 批准: '', 时间: timeOf(closedAt) }];
};

const rowsOf = ({ number, approvedBy, approvedAt, lines }: Supplementary) =>
  lines.map(({ account, direction, amountFen, reason }) => ({
    号: number,
    对象: `${account.kind} ${account.holder}`,
    方向: direction,
    金额元: yuanOf(amountFen),
    原因: reason,
    批准: approvedBy,
    时间: timeOf(approvedAt),
  }));
