import { retainedKinds, type ForgottenCounts, type RetainedKind, type RetentionDays } from '@jielong/kernel';
import { Command } from 'commander';
import { countsOf } from '../counts.js';
import { Misuse } from '../failure.js';
import { show, table, timeOf } from '../output.js';
import { type Language, Session } from '../session.js';

interface Round {
  readonly id: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly counts: ForgottenCounts;
}
interface Retention {
  readonly days: RetentionDays;
  readonly last: Round | null;
}

const words: Readonly<Record<RetainedKind, { readonly zh: string; readonly en: string }>> = {
  sessions: { zh: '登录与设备', en: 'sessions and devices' },
  invitations: { zh: '邀请', en: 'invitations' },
  links: { zh: '登记链接', en: 'step links' },
  answers: { zh: '幂等回答', en: 'answers under a key' },
  refusals: { zh: '被拒的登记', en: 'refused reports' },
  reveals: { zh: '查看原因', en: 'reasons of reveals' },
  chains: { zh: '接龙原文', en: 'texts of chains' },
  remarks: { zh: '订单备注', en: 'remarks of orders' },
  flags: { zh: '已过期的情况', en: 'flags that are over' },
  households: { zh: '已不在的住户', en: 'households that have ended' },
  people: { zh: '已离开的人员', en: 'people who have left' },
};

/** `jielong retention show|set|run`: for how long what kind of data is kept. */
export function retentionCommands(): Command {
  const retention = new Command('retention').description('数据保留期限，到期清除 / how long data is kept, and forgetting it then');
  retention.addCommand(showCommand());
  retention.addCommand(setCommand());
  retention.addCommand(runCommand());
  return retention;
}

const showCommand = (): Command =>
  new Command('show')
    .description('各类数据保留几天，上一轮清除了多少 / days by kind, and what the last round has forgotten')
    .action(async (_: object, command: Command) => {
      const session = Session.of(command);
      const found = await session.get<Retention>('/retention');
      show(session.options, found, (lang) => shown(found, lang));
    });

const setCommand = (): Command =>
  new Command('set')
    .description('改保留天数，从下一轮起算 / change the days, from the next round on')
    .argument('<kind=days...>', '例如 chains=60 / such as chains=60')
    .action(async (given: readonly string[], _: object, command: Command) => {
      const session = Session.of(command);
      await session.put('/policies', { retentionDays: daysIn(given) });
      const found = await session.get<Retention>('/retention');
      show(session.options, found, (lang) => shown(found, lang));
    });

const runCommand = (): Command =>
  new Command('run')
    .description('现在就清除到期的，不等夜里 / forget now what is over, without waiting for the night')
    .action(async (_: object, command: Command) => {
      const session = Session.of(command);
      const started = await session.post<{ id: string }>('/retention/rounds', undefined);
      show(
        session.options,
        started,
        () => `已开始，用 retention show 查看 / started; \`retention show\` says how far it is: ${started.id}`,
      );
    });

function daysIn(given: readonly string[]): Record<string, number> {
  const days = countsOf(given, '<kind=days>', '类别=天数，例如 chains=60 / write KIND=DAYS, such as chains=60');
  const unknown = Object.keys(days).find((kind) => !retainedKinds.some((known) => known === kind));
  if (unknown !== undefined) throw new Misuse(`没有 ${unknown} 这一类 / there is no kind ${unknown}: ${retainedKinds.join(', ')}`);
  return days;
}

function shown({ days, last }: Retention, lang: Language): string {
  const rows = retainedKinds.map((kind) => ({
    种类: kind,
    说明: words[kind][lang],
    天数: days[kind],
    已清除: last?.counts[kind] ?? 0,
  }));
  return [table(rows, lang), lastIn(last, lang)].join('\n\n');
}

function lastIn(last: Round | null, lang: Language): string {
  if (!last) return { zh: '还没有清除过', en: 'nothing was forgotten yet' }[lang];
  const [started, ended] = [timeOf(last.startedAt), last.endedAt === null ? null : timeOf(last.endedAt)];
  if (ended === null) return { zh: `${started} 开始，进行中`, en: `since ${started}, going on` }[lang];
  return { zh: `上一轮：${started} 至 ${ended}`, en: `last round: ${started} to ${ended}` }[lang];
}
