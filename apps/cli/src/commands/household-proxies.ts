import { proxyDeeds } from '@jielong/members-contract';
import { Command, Option } from 'commander';
import { show, table } from '../output.js';
import { type Language, Session } from '../session.js';

interface Proxy {
  readonly id: string;
  readonly person: string | null;
  readonly household: string | null;
  readonly may: readonly (typeof proxyDeeds)[number][];
  readonly from: string;
  readonly until: string | null;
  readonly setBy: string;
  readonly counts: boolean;
}
interface Wish {
  readonly person?: string;
  readonly household?: string;
  readonly may?: readonly string[];
  readonly from?: string;
  readonly until?: string;
}

/** `jielong household proxies`, `add-proxy`, `end-proxy`: who may collect and order for a household. */
export const proxyCommands = (): Command[] => [
  new Command('proxies')
    .description('谁代取、代下单 / who may collect and order for it')
    .argument('<household>')
    .action(async (id: string, _: object, command: Command) => {
      const session = Session.of(command);
      const proxies = await session.all<Proxy>(`/households/${id}/proxies`);
      show(session.options, proxies, (lang) =>
        table(
          proxies.map((proxy) => rowOf(proxy, lang)),
          lang,
        ),
      );
    }),
  new Command('add-proxy')
    .description('由一个人或另一户代取、代下单，可写期限 / a person or another household acts for it, for as long as is said')
    .argument('<household>')
    .addOption(new Option('--person <code>', '人员 / a person').conflicts('household'))
    .option('--household <other>', '另一户 / another household')
    .addOption(new Option('--may <deeds...>', '可以做什么，默认都可以 / what they may do; both').choices(proxyDeeds))
    .option('--from <day>', '自哪一天，默认今天 / the first day; today')
    .option('--until <day>', '至哪一天为止 / the last day')
    .action(async (id: string, wish: Wish, command: Command) => {
      const session = Session.of(command);
      const added = await session.post<Proxy>(`/households/${id}/proxies`, wish);
      show(session.options, added, () => `已登记 / set: ${added.id}`);
    }),
  new Command('end-proxy')
    .description('不再代理 / they act for it no more')
    .argument('<household>')
    .argument('<proxy>')
    .action(async (id: string, proxy: string, _: object, command: Command) => {
      const session = Session.of(command);
      const ended = await session.post<Proxy>(`/households/${id}/proxies/${proxy}/end`, {});
      show(session.options, ended, () => '已结束 / ended');
    }),
];

const words = {
  collect: { zh: '代取', en: 'collects' },
  order: { zh: '代下单', en: 'orders' },
  counts: { zh: '有效', en: 'in force' },
} as const;

const rowOf = ({ id, person, household, may, from, until, setBy, counts }: Proxy, lang: Language) => ({
  编号: id,
  人员: person,
  户: household,
  何事: may.map((deed) => words[deed][lang]).join(lang === 'zh' ? '、' : ', '),
  自: from,
  截止: until,
  状态: counts ? words.counts[lang] : '',
  谁: setBy,
});
