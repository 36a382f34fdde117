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

export function sheetCommands(): Command {
  return new Command('sheet')
    .description('可打印的单子与群消息 / sheets to print, and texts for the chat')
    .addArgument(new Argument('<kind>', '哪一种 / which').choices(Object.keys(paths)))
    .argument('<run>', '批次 / the run')
    .addOption(new Option('--format <format>', '单子的格式 / format of a sheet').choices(['html', 'csv']))
    .option('--out <file>', '写到文件 / write to a file')
    .action(async (kind: Kind, run: string, { format = 'csv', out }: { format?: string; out?: string }, command: Command) => {
      if (format === 'html' && !paths[kind].startsWith('sheets'))
        throw new Misuse(`${kind} 没有 HTML，请去掉 --format html / there is no HTML of it; leave --format html out`);
      const session = Session.of(command);
      const path = `/supply-runs/${run}/${paths[kind]}`;
      if (kind === 'purchase' && session.options.json) return show(session.options, await session.get<object>(path), () => '');
      const text = await session.text(path, kind === 'purchase' ? { format: 'csv' } : paths[kind].startsWith('sheets') ? { format } : {});
      if (out) await writeFile(out, text);
      show(session.options, { kind, text, ...(out ? { out } : {}) }, () => (out ? `已写到 / written to ${out}` : text.trimEnd()));
    });
}
