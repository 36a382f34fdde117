import { Command } from 'commander';
import { Misuse } from '../failure.js';
import { jsonOf } from '../files.js';
import { show, table, timeOf } from '../output.js';
import { type Language, Session } from '../session.js';

interface PoliciesVersion {
  readonly version: number;
  readonly policies: Readonly<Record<string, unknown>>;
  readonly setBy: string | null;
  readonly setAt: string | null;
}

/** Each of these holds several, which are named and set one by one. */
const groups = ['durations', 'ladders', 'retentionDays'];
const words: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  minimumPortions: { zh: '成团份数', en: 'minimum of portions' },
  tripCap: { zh: '本车上限份数', en: 'portions that a bus takes' },
  allocation: { zh: '不够时怎么分', en: 'who gets how much when there is not enough' },
  approveShortages: { zh: '少给谁由人批准', en: 'a person approves who gets less' },
  substitutes: { zh: '缺货时谁换', en: 'who takes a substitute' },
  belowMinimum: { zh: '未成团时', en: 'below the minimum when the lock is due' },
  priceBasis: { zh: '按什么价收', en: 'which price is charged' },
  priceTolerancePercent: { zh: '超价百分之几要批准', en: 'percent dearer that waits for the coordinator' },
  collection: { zh: '怎么收款', en: 'when and to whom neighbours pay' },
  waiverLimitFen: { zh: '每批次每户最多减免（分）', en: 'the most that is waived, fen' },
  durations: { zh: '期限（毫秒）', en: 'deadline, milliseconds' },
  ladders: { zh: '逾期催办谁', en: 'who is told that it is late' },
  quietHours: { zh: '免打扰', en: 'nobody is told in these hours' },
  temporalChannel: { zh: '收不收从 Temporal 直接发来的登记', en: 'reports sent straight to Temporal' },
  retentionDays: { zh: '保留天数', en: 'days kept' },
};

/** `jielong policy show`, `jielong policy set KEY=VALUE …`: what a community has chosen. */
export function policyCommands(): Command {
  const policy = new Command('policy').description(
    '社区规则：催办、免打扰、成团、超价 / what a community has chosen: ladders, quiet hours, minimum, prices',
  );
  policy
    .command('show')
    .description('现行规则 / the policies in force')
    .action(async (_: object, command: Command) => {
      const session = Session.of(command);
      const found = await session.get<PoliciesVersion>('/policies');
      show(session.options, found, (lang) => pageOf(found, lang));
    });
  policy
    .command('set')
    .description('改规则，以后开的批次起用；没写的照旧 / change them for runs that open from now on; what is not named stays')
    .argument('[key=value...]', '写法同 show，例如 belowMinimum=void / written as `show` does, such as belowMinimum=void')
    .option('--file <file>', '或写在 JSON 文件里 / or in a JSON file')
    .action(async (given: readonly string[], { file }: { file?: string }, command: Command) => {
      const session = Session.of(command);
      const set = await session.put<PoliciesVersion>('/policies', await wishesOf(given, file));
      show(session.options, set, (lang) => pageOf(set, lang));
    });
  return policy;
}

async function wishesOf(given: readonly string[], file?: string): Promise<unknown> {
  if ((file === undefined) === !given.length) throw new Misuse('写 key=value，或 --file / give KEY=VALUE, or --file');
  return file === undefined ? wishesIn(given) : jsonOf(file); // whether they are as they must be, the API says
}

/** `durations.lockMs=3600000` is one of several; `quietHours=null` and lists are JSON, anything else is a word. */
function wishesIn(given: readonly string[]): object {
  const wishes = new Map<string, unknown>();
  for (const text of given) {
    const [, name = '', part, value = ''] = /^(\w+)(?:\.(\w+))?=(.+)$/s.exec(text) ?? [];
    if (!name) throw new Misuse(`${text}: 写成 belowMinimum=void 或 durations.lockMs=3600000 / write KEY=VALUE or GROUP.KEY=VALUE`);
    wishes.set(name, part === undefined ? valueIn(value) : { ...groupIn(wishes.get(name)), [part]: valueIn(value) });
  }
  return Object.fromEntries(wishes);
}

const groupIn = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});

function valueIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const pageOf = ({ version, policies, setBy, setAt }: PoliciesVersion, lang: Language): string =>
  [
    version === 0 || setAt === null
      ? { zh: '默认规则', en: 'the defaults' }[lang]
      : { zh: `第 ${version} 版  ${setBy ?? ''} ${timeOf(setAt)}`, en: `version ${version}  ${setBy ?? ''} ${timeOf(setAt)}` }[lang],
    table(
      Object.entries(policies).flatMap(([name, value]) => rowsOf(name, value, lang)),
      lang,
    ),
  ].join('\n\n');

const rowsOf = (name: string, value: unknown, lang: Language) =>
  groups.includes(name)
    ? Object.entries(groupIn(value)).map(([part, one]: [string, unknown]) => rowOf(`${name}.${part}`, one, words[name]?.[lang]))
    : [rowOf(name, value, words[name]?.[lang])];

const rowOf = (key: string, value: unknown, said = '') => ({
  规则: key,
  取值: typeof value === 'string' ? value : JSON.stringify(value),
  说明: said,
});
