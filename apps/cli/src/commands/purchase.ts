import { Command } from 'commander';
import { collect } from '../counts.js';
import { show, table, timeOf, yuanOf } from '../output.js';
import { type Language, Session } from '../session.js';

interface Line {
  readonly runId: string;
  readonly bundle: string;
  readonly name: string;
  readonly expected: number;
  readonly replaces: number;
  readonly bought: number | null;
  readonly priceFen: number | null;
  readonly moneyFen: number | null;
}
interface Purchase {
  readonly id: string;
  readonly supplier: string;
  readonly state: string;
  readonly receipt: string | null;
  readonly noneBecause: string | null;
  readonly reportId: string | null;
  readonly enteredBy: string | null;
  readonly boughtAt: string | null;
  readonly givenWayTo: string | null;
  readonly runs: readonly string[];
  readonly lines: readonly Line[];
}
const moneyOf = ({ lines }: Purchase): number => lines.reduce((sum, { moneyFen }) => sum + (moneyFen ?? 0), 0);
const portionsOf = ({ lines }: Purchase): number => lines.reduce((sum, { bought, expected }) => sum + (bought ?? expected), 0);

/** `jielong purchase plan --supplier … --run … --run …`, `jielong purchase list --run …`, `jielong purchase show PURCHASE`. */
export function purchaseCommands(): Command {
  const purchase = new Command('purchase').description('采购 / purchases');
  purchase
    .command('plan')
    .description('几个批次在同一家合买，一张小票 / one receipt for several runs')
    .requiredOption('--supplier <name>', '供应商 / the supplier')
    .requiredOption('--run <run>', '批次，写几个 / a run, repeatable', collect)
    .action(async ({ supplier, run }: { supplier: string; run: string[] }, command: Command) => {
      const session = Session.of(command);
      const planned = await session.post<Purchase>('/purchases', { supplier, runs: run });
      show(session.options, planned, () => `已合并采购 / planned together: ${planned.id}（${planned.runs.length} 个批次 / runs）`);
    });
  purchase
    .command('list')
    .description('一个批次的采购 / purchases of a run')
    .requiredOption('--run <run>', '批次 / the run')
    .action(async ({ run }: { run: string }, command: Command) => {
      const session = Session.of(command);
      const { items } = await session.get<{ items: Purchase[] }>('/purchases', { run });
      show(session.options, items, (lang) => table(items.map(rowOf), lang));
    });
  purchase
    .command('show <purchase>')
    .description('一次采购：要买的和买到的 / what was to be bought, and what was')
    .action(async (id: string, _options: object, command: Command) => {
      const session = Session.of(command);
      const one = await session.get<Purchase>(`/purchases/${id}`);
      show(session.options, one, (lang) => pageOf(one, lang));
    });
  return purchase;
}

const rowOf = (one: Purchase) => ({
  采购: one.id,
  供应商: one.supplier,
  状态: one.state,
  批次数: one.runs.length,
  份数: portionsOf(one),
  金额元: yuanOf(moneyOf(one)),
  小票: one.receipt ?? one.noneBecause,
});

const pageOf = (one: Purchase, lang: Language): string =>
  [
    `${one.supplier}  ${one.state}  小票 / receipt: ${one.receipt ?? one.noneBecause ?? '—'}  ${yuanOf(moneyOf(one))} 元 / yuan`,
    one.givenWayTo ? `已并入 / has given way to ${one.givenWayTo}` : '',
    one.reportId
      ? `登记 / reported: ${one.reportId}（${one.enteredBy ?? ''} ${one.boughtAt ? timeOf(one.boughtAt) : ''}；更正时写 --corrects / to correct it, name it in --corrects）`
      : '',
    table(
      one.lines.map(({ runId, bundle, name, expected, replaces, bought, priceFen, moneyFen }) => ({
        批次: runId,
        编码: bundle,
        品名: name,
        要买: expected,
        可替换: replaces || '',
        买到: bought,
        每份元: priceFen === null ? '' : yuanOf(priceFen),
        金额元: moneyFen === null ? '' : yuanOf(moneyFen),
      })),
      lang,
    ),
  ]
    .filter(Boolean)
    .join('\n');
