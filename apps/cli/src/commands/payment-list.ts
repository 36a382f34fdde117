import { Command, Option } from 'commander';
import { jsonOf, textOf } from '../files.js';
import { show, table, yuanOf } from '../output.js';
import { type Language, Session } from '../session.js';

interface Listed {
  readonly key: string;
  readonly line: number;
  readonly text: string;
  readonly status: string;
  readonly reasonText: { readonly zh: string; readonly en: string } | null;
  readonly amountFen: number | null;
  readonly owedFen: number | null;
}
interface List {
  readonly lines: readonly Listed[];
  readonly booked: number;
  readonly clear: number;
  readonly asked: number;
  readonly amountFen: number;
}
interface Options {
  readonly run: string;
  readonly list?: string;
  readonly way?: string;
  readonly collectedBy?: string;
  readonly answers?: string;
}

/** `jielong money preview-list FILE`, `jielong money commit-list FILE`: a list of who has paid, a room and an amount a line. */
export const paymentListCommands = (): Command[] => [
  listed('preview', '读一遍收款名单，不写入 / read a list of who has paid, write nothing'),
  listed(
    'commit',
    '按名单登记读得清的，其余回问；同一名单重复粘贴不会重复登记 / book what is clear; the same list again books nothing twice',
  ),
];

const listed = (what: 'preview' | 'commit', description: string): Command =>
  new Command(`${what}-list`)
    .argument('<file>', '名单文件，- 为标准输入 / the list, - for standard input')
    .description(description)
    .requiredOption('--run <run>', '批次 / the run')
    .option('--list <name>', '哪份名单 / which list')
    .addOption(new Option('--way <way>', '没写方式的算什么 / of lines that do not say it').choices(['cash', 'transfer']))
    .option('--collected-by <code>', '钱在谁手里 / who holds it')
    .option('--answers <file>', '对回问的回答，JSON：[{"key":…, "amountRight":true}] / answers to what was asked back')
    .action(async (file: string, options: Options, command: Command) => {
      const session = Session.of(command);
      const list = await session.post<List>(`/supply-runs/${options.run}/payment-lists/${what}`, await bodyOf(file, options));
      show(session.options, list, (lang) => pageOf(list, lang));
    });

const bodyOf = async (file: string, { list, way, collectedBy, answers }: Options): Promise<object> => ({
  text: await textOf(file),
  ...(list ? { list } : {}),
  ...(way ? { way } : {}),
  ...(collectedBy ? { collectedBy } : {}),
  ...(answers ? { answers: await jsonOf(answers) } : {}),
});

const pageOf = ({ lines, booked, clear, asked, amountFen }: List, lang: Language): string => {
  const held = lines.filter(({ status }) => status === 'asked');
  const head = `已登记 / booked ${booked}，可登记 / clear ${clear}，要回问 / asked back ${asked}；本次 / this time ${yuanOf(amountFen)} 元 / yuan`;
  return held.length
    ? `${head}\n${table(
        held.map((one) => rowOf(one, lang)),
        lang,
      )}`
    : head;
};

const rowOf = ({ line, text, reasonText, amountFen, owedFen, key }: Listed, lang: Language) => ({
  行: line,
  原文: text,
  说明: reasonText?.[lang],
  金额元: amountFen === null ? '' : yuanOf(amountFen),
  应付元: owedFen === null ? '' : yuanOf(owedFen),
  键: key,
});
