import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Argument, Command, Option } from 'commander';
import { show } from '../output.js';
import { Session } from '../session.js';

interface Exported {
  readonly exportedAt: string;
  readonly files: readonly { readonly name: string; readonly content: string; readonly encoding: 'utf-8' | 'base64' }[];
}

/** `jielong export organisation --out lists --format xlsx` */
export const exportCommand = (): Command =>
  new Command('export')
    .description('导出名单，列与导入相同；谁在何时导出会记录 / export the lists in the columns of an import; that it was done is recorded')
    .addArgument(new Argument('<kind>', '导出什么 / what').choices(['organisation']))
    .addOption(new Option('--format <format>', '文件格式 / as which kind of file').choices(['csv', 'xlsx']).default('csv'))
    .option('--out <folder>', '写到哪个文件夹 / the folder to write to', '.')
    .action(async (kind: string, { format, out }: { format: string; out: string }, command: Command) => {
      const session = Session.of(command);
      const { exportedAt, files } = await session.get<Exported>(`/exports/${kind}`, { format });
      await mkdir(out, { recursive: true });
      const written = files.map(({ name }) => join(out, name));
      for (const { name, content, encoding } of files) await writeFile(join(out, name), content, { encoding, mode: 0o600 });
      show(session.options, { exportedAt, files: written }, () => written.map((path) => `已写到 / written to ${path}`).join('\n'));
    });
