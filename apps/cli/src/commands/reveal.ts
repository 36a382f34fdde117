import { Command } from 'commander';
import { show, table, timeOf } from '../output.js';
import { type Language, Session } from '../session.js';

interface Person {
  readonly code: string;
  readonly name: string;
  readonly phone: string;
}
interface Household {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
  readonly otherPhones: readonly string[];
  readonly remark: string;
  readonly flags: readonly string[];
}
interface Reveal {
  readonly kind: 'household' | 'person';
  readonly subject: string;
  readonly reason: string;
  readonly revealedBy: string;
  readonly at: string;
}
const reason = ['--reason <why>', '原因，会留存 / why: it is kept'] as const;

/** `jielong reveal household|person|list`: what lists mask, for a reason that the coordinator sees. */
export function revealCommands(): Command {
  const reveal = new Command('reveal').description(
    '查看完整姓名电话，要写原因，每天有上限 / full names and telephones, for a reason, so many a day',
  );
  reveal.addCommand(householdCommand());
  reveal.addCommand(personCommand());
  reveal.addCommand(listCommand());
  return reveal;
}

const householdCommand = (): Command =>
  new Command('household')
    .description('一户的姓名、电话、备注、情况 / name, telephones, remark and flags of a household')
    .argument('<household>')
    .requiredOption(...reason)
    .action(async (id: string, body: { reason: string }, command: Command) => {
      const session = Session.of(command);
      const household = await session.post<Household>(`/households/${id}/reveal`, body);
      show(session.options, household, (lang) => {
        const { name, phone, otherPhones, remark, flags } = household;
        return table(
          [{ 户主: name, 电话: [phone, ...otherPhones].filter(Boolean).join('、'), 说明: remark, 情况: flagsIn(flags, lang) }],
          lang,
        );
      });
    });

const personCommand = (): Command =>
  new Command('person')
    .description('一个人的姓名、电话 / name and telephone of a person')
    .argument('<code>')
    .requiredOption(...reason)
    .action(async (code: string, body: { reason: string }, command: Command) => {
      const session = Session.of(command);
      const person = await session.post<Person>(`/people/${encodeURIComponent(code)}/reveal`, body);
      show(session.options, person, (lang) => table([{ 编号: person.code, 名称: person.name, 电话: person.phone }], lang));
    });

const listCommand = (): Command =>
  new Command('list')
    .description('谁在何时因何查看过谁 / who has seen the full data of whom, when and why')
    .option('--by <code>', '谁查看的 / who has revealed')
    .action(async ({ by }: { by?: string }, command: Command) => {
      const session = Session.of(command);
      const reveals = await session.all<Reveal>('/reveals', { by });
      show(session.options, reveals, (lang) =>
        table(
          reveals.map((it) => ({ 时间: timeOf(it.at), 谁: it.revealedBy, 种类: kinds[it.kind][lang], 对象: it.subject, 原因: it.reason })),
          lang,
        ),
      );
    });

const kinds = { household: { zh: '户', en: 'household' }, person: { zh: '人员', en: 'person' } } as const;
const flagWords: Readonly<Record<string, string>> = {
  'elderly-alone': '独居老人',
  disabled: '残疾',
  pregnant: '孕产妇',
  'chronically-ill': '慢性病',
  isolated: '隔离中',
};
const flagsIn = (flags: readonly string[], lang: Language): string =>
  flags.map((flag) => (lang === 'zh' ? (flagWords[flag] ?? flag) : flag)).join(lang === 'zh' ? '、' : ', ');
