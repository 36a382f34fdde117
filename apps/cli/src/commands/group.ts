import { Command } from 'commander';
import { collect } from '../counts.js';
import { show, table } from '../output.js';
import { type Language, Session } from '../session.js';
import { dutyWord } from '../duties.js';
import { groupingCommands } from './grouping.js';

interface Listed {
  readonly id: string;
  readonly branch: string;
  readonly group: string;
  readonly compounds: readonly string[];
  readonly gates: readonly string[];
  readonly leader: { readonly code: string; readonly maskedName: string } | null;
  readonly people: number;
}
interface Group extends Omit<Listed, 'people'> {
  readonly on: string;
  readonly source: string;
  readonly purposes: readonly string[];
  readonly members: readonly { code: string; maskedName: string; duty: string; fromDay: string; untilDay: string | null }[];
}
interface Coverage {
  readonly compound?: string[];
  readonly gate?: string[];
  readonly source?: string;
  readonly purpose?: string[];
}

export function groupCommands(): Command {
  const group = new Command('group').description('支部与小组：列出、查看某天的人、增加、修改、换组长、撤销 / branches and groups');
  for (const command of [listCommand(), showCommand(), addCommand(), changeCommand(), leaderCommand(), endCommand(), ...groupingCommands()])
    group.addCommand(command);
  return group;
}

const listCommand = (): Command =>
  new Command('list').description('列出支部与小组 / branches and their groups').action(async (_: object, command: Command) => {
    const session = Session.of(command);
    const groups = await session.all<Listed>('/groups');
    show(session.options, groups, (lang) => table(groups.map(rowOf), lang));
  });

const rowOf = ({ id, branch, group, leader, people, compounds, gates }: Listed) => ({
  编号: id,
  支部: branch,
  小组: group,
  负责人: leader ? `${leader.code} ${leader.maskedName}` : '',
  人数: people,
  负责: (gates.length ? gates : compounds).join(' '),
});

const showCommand = (): Command =>
  new Command('show')
    .description('一个小组，以及某一天谁在其中、谁负责 / a group, with its leader and members on a day')
    .argument('<group>', '编号 / its id')
    .option('--on <day>', '哪一天，如 2026-11-20，默认今天 / the day; today')
    .action(async (id: string, { on }: { on?: string }, command: Command) => {
      const session = Session.of(command);
      const group = await session.get<Group>(`/groups/${id}`, { on });
      show(session.options, group, (lang) => pageOf(group, lang));
    });

function pageOf(group: Group, lang: Language): string {
  const { branch, group: name, compounds, gates, purposes, on, members } = group;
  const people = members.map(({ code, maskedName, duty, fromDay, untilDay }) => ({
    人员: code,
    名称: maskedName,
    职务: dutyWord(duty, lang),
    自: fromDay,
    '至（不含）': untilDay,
  }));
  const covers = [...compounds, ...gates].join(' ');
  return [`${branch} ${name}  ${on}`.trim(), covers, purposes.join(' '), table(people, lang)].filter(Boolean).join('\n');
}

const withCoverage = (command: Command): Command =>
  command
    .option('--compound <code>', '负责的小区，可重复 / a compound that it is in charge of, repeatable', collect)
    .option('--gate <name>', '负责的大门，如 蓝天花园南门，可重复 / a gate, where it is not the whole compound, repeatable', collect)
    .option('--source <text>', '支部来源 / where the branch’s members come from')
    .option('--purpose <text>', '支部职责，可重复 / what the branch is for, repeatable', collect);

const bodyOf = ({ compound, gate, source, purpose }: Coverage) => ({
  ...(compound ? { compounds: compound } : {}),
  ...(gate ? { gates: gate } : {}),
  ...(source === undefined ? {} : { source }),
  ...(purpose ? { purposes: purpose } : {}),
});

const addCommand = (): Command =>
  withCoverage(new Command('add').description('增加小组；不写 --group 就是支部本身 / add a group; without --group the branch itself'))
    .requiredOption('--branch <name>', '支部 / the branch')
    .option('--group <name>', '小组 / the group', '')
    .action(async ({ branch, group, ...coverage }: Coverage & { branch: string; group: string }, command: Command) => {
      const session = Session.of(command);
      const added = await session.post<Group>('/groups', { branch, group, ...bodyOf(coverage) });
      show(session.options, added, () => `已增加 / added: ${added.id}`);
    });

const changeCommand = (): Command =>
  withCoverage(
    new Command('change').description('修改负责的小区、大门，或支部职责 / change what it is in charge of, or what the branch is for'),
  )
    .argument('<group>', '编号 / its id')
    .action(async (id: string, coverage: Coverage, command: Command) => {
      const session = Session.of(command);
      const changed = await session.patch<Group>(`/groups/${id}`, bodyOf(coverage));
      show(session.options, changed, (lang) => pageOf(changed, lang));
    });

const leaderCommand = (): Command =>
  new Command('leader')
    .description('换组长或书记，原来的留作成员 / another one leads it; whoever did stays as a member')
    .argument('<group>', '编号 / its id')
    .argument('<person>', '人员编号 / the person')
    .option('--from <day>', '从哪天起，默认今天 / from which day on; today')
    .action(async (id: string, code: string, { from }: { from?: string }, command: Command) => {
      const session = Session.of(command);
      const group = await session.post<Group>(`/groups/${id}/leader`, { code, ...(from === undefined ? {} : { from }) });
      show(session.options, group, (lang) => pageOf(group, lang));
    });

const endCommand = (): Command =>
  new Command('end')
    .description('撤销空的小组，历史保留 / a group without people is there no more; its past stays')
    .argument('<group>', '编号 / its id')
    .action(async (id: string, _: object, command: Command) => {
      const session = Session.of(command);
      show(session.options, await session.post<Group>(`/groups/${id}/end`, {}), () => '已撤销 / ended');
    });
