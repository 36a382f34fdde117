import { givenRoles, membershipDuties, roles } from '@jielong/members-contract';
import { Argument, Command, Option } from 'commander';
import { dutyWord } from '../duties.js';
import { show, table } from '../output.js';
import { type Language, Session } from '../session.js';
import { eraseCommand, erasureCommand, personDataCommand } from './personal-data.js';
import { type Particulars, particularsIn, withParticulars } from './particulars.js';

interface Listed {
  readonly code: string;
  readonly maskedName: string;
  readonly category: string;
  readonly roles: readonly { readonly role: string; readonly scope: string }[];
}
interface Person extends Listed {
  readonly active: boolean;
  readonly employer: string;
  readonly skills: readonly string[];
  readonly limits: string;
  readonly availability: readonly string[];
  readonly memberships: readonly { branch: string; group: string; duty: string; fromDay: string; untilDay: string | null }[];
}
interface Place {
  readonly branch: string;
  readonly group: string;
  readonly duty?: string;
  readonly from?: string;
}

export function personCommands(): Command {
  const person = new Command('person').description('人员：列出、查看、增加、修改、调组、授予和收回角色、离岗 / people');
  for (const command of [
    listCommand(),
    showCommand(),
    addCommand(),
    changeCommand(),
    moveCommand(),
    roleCommand('give-role'),
    roleCommand('end-role'),
    endCommand(),
    personDataCommand(),
    eraseCommand('person'),
    erasureCommand(),
  ])
    person.addCommand(command);
  return person;
}

const pathOf = (code: string): string => `/people/${encodeURIComponent(code)}`;

const listCommand = (): Command =>
  new Command('list')
    .description('列出人员和角色，姓名隐去 / people and their roles; names are masked')
    .addOption(new Option('--role <role>', '角色 / the role').choices(roles))
    .action(async (options: { role?: string }, command: Command) => {
      const session = Session.of(command);
      const people = await session.all<Listed>('/people', options);
      show(session.options, people, (lang) => table(people.map(rowOf), lang));
    });

const rowOf = ({ code, maskedName, category, roles: held }: Listed) => ({
  人员: code,
  名称: maskedName,
  类别: category,
  角色: held.map(({ role, scope }) => [role, scope].filter(Boolean).join(' ')).join('；'),
});

const showCommand = (): Command =>
  new Command('show')
    .description(
      '一个人的技能、限制、时段，现在和以前的小组；查看会留痕 / one person, with every group of now and before; that it was read is recorded',
    )
    .argument('<person>', '人员编号 / the code')
    .action(async (code: string, _: object, command: Command) => {
      const session = Session.of(command);
      const person = await session.get<Person>(pathOf(code));
      show(session.options, person, (lang) => pageOf(person, lang));
    });

function pageOf(
  { code, maskedName, category, active, employer, skills, limits, availability, memberships }: Person,
  lang: Language,
): string {
  const state = active ? '' : lang === 'zh' ? '已离岗' : 'ended';
  const lines = [[code, maskedName, category, employer, state], skills, [limits], availability].map((words) =>
    words.filter(Boolean).join('  '),
  );
  const groups = memberships.map(({ branch, group, duty, fromDay, untilDay }) => ({
    支部: branch,
    小组: group,
    职务: dutyWord(duty, lang),
    自: fromDay,
    '至（不含）': untilDay,
  }));
  return [...lines.filter(Boolean), table(groups, lang)].join('\n');
}

const duty = (): Option => new Option('--duty <duty>', '职务，默认普通成员 / the duty; a plain member').choices(membershipDuties);

const addCommand = (): Command =>
  withParticulars(new Command('add').description('把一个人加入名单 / put a person on the list of members'))
    .argument('<person>', '人员编号 / the code')
    .option('--branch <name>', '支部 / the branch', '')
    .option('--group <name>', '小组 / the group', '')
    .addOption(duty())
    .action(async (code: string, { branch, group, duty: wanted, ...said }: Particulars & Place, command: Command) => {
      const session = Session.of(command);
      const place = { branch, group, ...(wanted === undefined ? {} : { duty: wanted }) };
      const person = await session.post<Person>('/people', { code, ...(await particularsIn(said)), ...place });
      show(session.options, person, (lang) => pageOf(person, lang));
    });

const changeCommand = (): Command =>
  withParticulars(
    new Command('change').description(
      '修改一个人的信息；以后导入的名单以名单为准 / change what is said of a person; a later list is the newer word',
    ),
  )
    .argument('<person>', '人员编号 / the code')
    .action(async (code: string, said: Particulars, command: Command) => {
      const session = Session.of(command);
      const person = await session.patch<Person>(pathOf(code), await particularsIn(said));
      show(session.options, person, (lang) => pageOf(person, lang));
    });

const moveCommand = (): Command =>
  new Command('move')
    .description('调到别的小组或职务；以前的保留 / to another group or duty; what was before is kept')
    .argument('<person>', '人员编号 / the code')
    .requiredOption('--branch <name>', '支部；空的表示不在任何支部 / the branch; empty: out of all')
    .option('--group <name>', '小组 / the group', '')
    .addOption(duty())
    .option('--from <day>', '从哪天起，默认今天 / from which day on; today')
    .action(async (code: string, place: Place, command: Command) => {
      const session = Session.of(command);
      const person = await session.post<Person>(`${pathOf(code)}/move`, place);
      show(session.options, person, (lang) => pageOf(person, lang));
    });

const roleWords = {
  'give-role': { path: 'roles', text: '授予角色 / a role more' },
  'end-role': { path: 'roles/end', text: '收回角色 / a role less' },
} as const;

const roleCommand = (name: keyof typeof roleWords): Command =>
  new Command(name)
    .description(roleWords[name].text)
    .argument('<person>', '人员编号 / the code')
    .addArgument(new Argument('<role>', '角色 / the role').choices(givenRoles))
    .option('--scope <what>', '范围：大门、队伍、小区、楼栋（LT-7）、网格、超市 / a gate, team, compound, building, grid, supplier', '')
    .action(async (code: string, role: string, { scope }: { scope: string }, command: Command) => {
      const session = Session.of(command);
      const person = await session.post<Person>(`${pathOf(code)}/${roleWords[name].path}`, { role, scope });
      show(session.options, person, (lang) => table([rowOf(person)], lang));
    });

const endCommand = (): Command =>
  new Command('end')
    .description('离岗：退出所有名单、角色和小组，历史保留 / acts no more: leaves every list, role and group; the past stays')
    .argument('<person>', '人员编号 / the code')
    .action(async (code: string, _: object, command: Command) => {
      const session = Session.of(command);
      show(session.options, await session.post<Person>(`${pathOf(code)}/end`, {}), () => '已离岗 / ended');
    });
