import { Command } from 'commander';
import { show, table, yuanOf } from '../output.js';
import { Session } from '../session.js';

interface Bundle {
  readonly code: string;
  readonly name: string;
  readonly unit: string;
  readonly priceFen: number;
  readonly limitPerHousehold: number | null;
  readonly bundleCap: number | null;
}

export function catalogueCommands(): Command {
  const catalogue = new Command('bundle').description('套餐目录 / the catalogue');
  catalogue
    .command('list')
    .description('列出可开团的套餐 / list the bundles')
    .action(async (_options: object, command: Command) => {
      const session = Session.of(command);
      const bundles = await session.all<Bundle>('/bundles');
      show(session.options, bundles, (lang) =>
        table(
          bundles.map((bundle) => ({
            编码: bundle.code,
            品名: bundle.name,
            单位: bundle.unit,
            单价元: yuanOf(bundle.priceFen),
            每户限购: bundle.limitPerHousehold,
            每车上限: bundle.bundleCap,
          })),
          lang,
        ),
      );
    });
  return catalogue;
}
