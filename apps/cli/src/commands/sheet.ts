import { writeFile } from 'node:fs/promises';
import { Argument, Command, Option } from 'commander';
import { Misuse } from '../failure.js';
import { show } from '../output.js';
import { Session } from '../session.js';

const paths = {
  pickup: 'sheets/pickup',
  'to-door': 'sheets/to-door',
  purchase: 'purchase-list',
  questions: 'group-texts/questions',
  arrived: 'group-texts/arrived',
  unclaimed: 'group-texts/unclaimed',
  unpaid: 'group-texts/unpaid',
  short: 'group-texts/short',
} as const;
type Kind = keyof typeof paths;

interface Wish {
  readonly format?: string;
  readonly point?: string;
  readonly out?: string;
}

export function sheetCommands(): Command {
  return new Command('sheet')
    .description('可打印的单子与群消息 / sheets to print, and texts for the chat')
    .addArgument(new Argument('<kind>', '哪一种 / which').choices(Object.keys(paths)))
    .argument('<run>', '批次 / the run')
    .addOption(new Option('--format <format>', '单子的格式 / format of a sheet').choices(['html', 'csv']))
    .option('--point <id>', '只要一个自提点的单子 / the sheet of one pickup point')
    .option('--out <file>', '写到文件 / write to a file')
    .action(async (kind: Kind, run: string, { format = 'csv', point, out }: Wish, command: Command) => {
      const isSheet = paths[kind].startsWith('sheets');
      if (format === 'html' && !isSheet)
        throw new Misuse(`${kind} 没有 HTML，请去掉 --format html / there is no HTML of it; leave --format html out`);
      if (point !== undefined && !isSheet)
        throw new Misuse(`${kind} 不按自提点分，请去掉 --point / it is of the whole run; leave --point out`);
      const session = Session.of(command);
      const path = `/supply-runs/${run}/${paths[kind]}`;
      if (kind === 'purchase' && session.options.json) return show(session.options, await session.get<object>(path), () => '');
      const text = await session.text(path, kind === 'purchase' ? { format: 'csv' } : isSheet ? { format, point } : {});
      if (out) await writeFile(out, text);
      show(session.options, { kind, text, ...(out ? { out } : {}) }, () => (out ? `已写到 / written to ${out}` : text.trimEnd()));
    });
}
