import { Command } from 'commander';
import { wholeNumber } from '../counts.js';
import { show, table, yuanOf } from '../output.js';
import { Session } from '../session.js';
import { creditCommands } from './credit.js';
import { paymentListCommands } from './payment-list.js';

interface Money {
  readonly accounts: readonly { kind: string; holder: string; balanceFen: number }[];
  readonly balanced: boolean;
}
/** The households in one line: there may be thousands. */
function summed(accounts: Money['accounts']): Money['accounts'] {
  const households = accounts.filter(({ kind }) => kind === 'household');
  const balanceFen = households.reduce((sum, one) => sum + one.balanceFen, 0);
  const others = accounts.filter(({ kind }) => kind !== 'household');
  return households.length ? [...others, { kind: 'household', holder: `${households.length} 户 / households`, balanceFen }] : others;
}

interface Paying {
  readonly run: string;
  readonly household: string;
  readonly fen: number;
  readonly way: string;
  readonly collectedBy?: string;
  readonly prepaid?: boolean;
}

/** `jielong money show RUN`, `jielong money pay …`: who holds which fen. */
export function moneyCommands(): Command {
  const money = new Command('money').description('谁手里有哪些钱 / who holds which fen');
  money
    .command('show <run>')
    .description('钱在哪里 / who holds which fen')
    .option('--households', '逐户列出 / list every household')
    .action(async (run: string, { households }: { households?: boolean }, command: Command) => {
      const session = Session.of(command);
      const books = await session.get<Money>(`/supply-runs/${run}/money`);
      show(session.options, books, (lang) =>
        table(
          (households ? books.accounts : summed(books.accounts)).map(({ kind, holder, balanceFen }) => ({
            账户: kind,
            持有人: holder,
            余额元: yuanOf(balanceFen),
          })),
          lang,
        ),
      );
    });
  money
    .command('pay')
    .description('登记收款 / record a payment')
    .requiredOption('--run <run>')
    .requiredOption('--household <id>')
    .requiredOption('--fen <n>', '金额，分 / amount in fen', wholeNumber)
    .option('--way <way>', 'cash | supplier | transfer', 'cash')
    .option('--collected-by <code>', '收款人编号 / who took the money')
    .option('--prepaid', '比欠款多，是预付 / more than is owed, and meant so')
    .action(async ({ run, household, fen, way, collectedBy, prepaid }: Paying, command: Command) => {
      const session = Session.of(command);
      const body = { paidBy: household, amountFen: fen, way, ...(collectedBy ? { collectedBy } : {}), ...(prepaid ? { prepaid } : {}) };
      const paid = await session.post<object>(`/supply-runs/${run}/payments`, body);
      show(session.options, paid, () => '已登记收款 / recorded');
    });
  [...creditCommands(), ...paymentListCommands()].forEach((command) => money.addCommand(command));
  return money;
}
