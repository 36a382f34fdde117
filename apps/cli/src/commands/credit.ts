import { Command, Option } from 'commander';
import { wholeNumber } from '../counts.js';
import { show, table, timeOf, yuanOf } from '../output.js';
import { Session } from '../session.js';

interface Payment {
  readonly id: string;
  readonly paidBy: string;
  readonly way: string;
  readonly collectedBy: string | null;
  readonly amountFen: number;
  readonly at: string;
  readonly reversedBy: string | null;
}
interface Balance {
  readonly balanceFen: number;
}
interface Giving {
  readonly run: string;
  readonly household: string;
  readonly fen: number;
  readonly reason?: string;
  readonly from?: string;
  readonly paidBy?: string;
}

/** `jielong money payments RUN`, `money reverse PAYMENT`, `money pay-out …`, `money waive …`. */
export const creditCommands = (): Command[] => [payments(), reverse(), payOut(), waive()];

const balance = ({ balanceFen }: Balance): string => `这户现欠 / the household owes now: ${yuanOf(balanceFen)} 元`;

const payments = (): Command =>
  new Command('payments')
    .argument('<run>', '批次 / the run')
    .description('收款明细，含冲销 / payments, with those that were reversed')
    .action(async (run: string, _options: object, command: Command) => {
      const session = Session.of(command);
      const all = await session.all<Payment>(`/supply-runs/${run}/payments`);
      show(session.options, all, (lang) =>
        table(
          all.map(({ id, paidBy, way, collectedBy, amountFen, at, reversedBy }) => ({
            收款: id,
            户: paidBy,
            方式: way,
            收款人: collectedBy,
            金额元: yuanOf(amountFen),
            时间: timeOf(at),
            冲销人: reversedBy,
          })),
          lang,
        ),
      );
    });

const reverse = (): Command =>
  new Command('reverse')
    .argument('<payment>', '收款 / the payment')
    .description('冲销一笔收款，只能一次 / reverse a payment, once')
    .requiredOption('--reason <text>', '原因 / why')
    .action(async (id: string, { reason }: { reason: string }, command: Command) => {
      const session = Session.of(command);
      const reversed = await session.post<Balance>(`/payments/${id}/reverse`, { reason });
      show(session.options, reversed, () => `已冲销 / reversed；${balance(reversed)}`);
    });

const payOut = (): Command =>
  new Command('pay-out')
    .description('把住户的余款退给住户 / pay out what a household has to its credit')
    .requiredOption('--run <run>', '批次 / the run')
    .requiredOption('--household <id>', '户 / the household')
    .requiredOption('--fen <n>', '金额，分 / amount in fen', wholeNumber)
    .addOption(
      new Option('--from <source>', '从代收现金或基金 / from collected cash, or the fund').choices(['cash', 'fund']).default('cash'),
    )
    .option('--paid-by <code>', '从谁手里的现金付 / whose cash it is')
    .option('--reason <text>', '说明 / why')
    .action(async ({ run, household, fen, from, paidBy, reason }: Giving, command: Command) => {
      const session = Session.of(command);
      const body = { household, amountFen: fen, from, ...(paidBy ? { paidBy } : {}), ...(reason ? { reason } : {}) };
      const paid = await session.post<Balance>(`/supply-runs/${run}/payouts`, body);
      show(session.options, paid, () => `已退款 / paid out；${balance(paid)}`);
    });

const waive = (): Command =>
  new Command('waive')
    .description('减免住户的欠款，由基金承担 / waive what a household owes; the fund bears it')
    .requiredOption('--run <run>', '批次 / the run')
    .requiredOption('--household <id>', '户 / the household')
    .requiredOption('--fen <n>', '金额，分 / amount in fen', wholeNumber)
    .requiredOption('--reason <text>', '原因 / why')
    .action(async ({ run, household, fen, reason }: Giving, command: Command) => {
      const session = Session.of(command);
      const waived = await session.post<Balance>(`/supply-runs/${run}/waivers`, { household, amountFen: fen, reason });
      show(session.options, waived, () => `已减免 / waived；${balance(waived)}`);
    });
