import { writeFile } from 'node:fs/promises';
import { Argument, Command, Option } from 'commander';
import { Session } from '../session.js';

const paths = {
  pickup: 'sheets/pickup',
  'to-door': 'sheets/to-door',
  purchase: 'purchase-list',
  questions: 'group-texts/questions',
  unclaimed: 'group-texts/unclaimed',
} as const;

export function sheetCommands(): Command {
  return new Command('sheet')
    .description('可打印的单子与群消息 / sheets to print, and texts for the chat')
    .addArgument(new Argument('<kind>', '哪一种 / which').choices(Object.keys(paths)))
    .argument('<run>', '批次 / the run')
    .addOption(new Option('--format <format>', '格式 / format').choices(['html', 'csv']).default('csv'))
    .option('--out <file>', '写到文件 / write to a file')
    .action(async (kind: keyof typeof paths, run: string, { format, out }: { format: string; out?: string }, command: Command) => {
      const text = await Session.of(command).text(`/supply-runs/${run}/${paths[kind]}`, { format: kind === 'purchase' ? 'csv' : format });
      if (out) await writeFile(out, text);
      else process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    });
}
