import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { Misuse } from '../failure.js';
import { jsonOf } from '../files.js';
import { show, table } from '../output.js';
import { type Language, Session } from '../session.js';

interface Said {
  readonly zh: string;
  readonly en: string;
}
interface Proposal {
  readonly groups: readonly { number: number; compounds: readonly string[]; leader: string; members: readonly string[]; why: Said }[];
  readonly notes: readonly { code: string; group: number; why: Said }[];
  readonly remarks: readonly Said[];
}
interface Proposing {
  readonly category?: string;
  readonly near?: string;
  readonly branch?: string;
  readonly out?: string;
}

/** `jielong group propose`, and `group form` with what a person has made of the proposal. */
export const groupingCommands = (): Command[] => [proposeCommand(), formCommand()];

const proposeCommand = (): Command =>
  new Command('propose')
    .description(
      '按住处、时间和限制建议分组，并说明理由；不写入 / propose groups from homes, times and limits, and say why; nothing is written',
    )
    .option('--category <words>', '只分这一类人，如 报到党员 / only members of this category')
    .option('--near <codes>', '小区代码，相邻的写在一起：LT,YF,CH / compounds, each beside its neighbours')
    .option('--branch <name>', '支部，与 --out 一起用 / the branch, with --out')
    .option('--out <file>', '写成 group form 用的文件，可先修改 / write a file for `group form`, to be changed first')
    .action(async ({ branch, out, ...query }: Proposing, command: Command) => {
      if ((branch === undefined) !== (out === undefined)) throw new Misuse('--branch 和 --out 要一起用 / use --branch and --out together');
      const session = Session.of(command);
      const proposal = await session.get<Proposal>('/groups/proposal', query);
      if (out !== undefined) await writeFile(out, `${JSON.stringify({ branch, groups: proposal.groups.map(formedAs) }, null, 2)}\n`);
      show(session.options, proposal, (lang) => pageOf(proposal, lang));
    });

const formedAs = ({ number, compounds, leader, members }: Proposal['groups'][number]) => ({
  group: `第${number}组`,
  ...{ compounds, leader, members },
});

function pageOf({ groups, notes, remarks }: Proposal, lang: Language): string {
  const rows = groups.map(({ number, compounds, leader, members, why }) => ({
    ...{ 号: number, 负责: compounds.join(' '), 负责人: leader, 人数: members.length, 原因: why[lang] },
  }));
  const others = notes.map(({ code, group, why }) => `${code} → ${group}: ${why[lang]}`);
  return [table(rows, lang), ...others, ...remarks.map((remark) => remark[lang])].join('\n');
}

const formCommand = (): Command =>
  new Command('form')
    .description('按文件编组：支部的小组从此就是这些 / form the groups of a branch as the file says: they are its groups from then on')
    .argument('<file>', 'group propose --out 写的文件，- 为标准输入 / what `group propose --out` has written; - for standard input')
    .option('--from <day>', '从哪天起，默认今天 / from which day on; today')
    .action(async (file: string, { from }: { from?: string }, command: Command) => {
      const session = Session.of(command);
      const formed = (await jsonOf(file)) as object; // whether it is as it must be, the API says
      const groups = await session.post<object>('/groups/formation', { ...formed, ...(from === undefined ? {} : { from }) });
      show(session.options, groups, () => `已编组 / formed`);
    });
