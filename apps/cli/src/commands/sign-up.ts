import { Command } from 'commander';
import { jsonOf, textOf } from '../files.js';
import { show, table, yuanOf } from '../output.js';
import { type Language, Session } from '../session.js';

interface Held {
  readonly fingerprint: string;
  readonly line: number;
  readonly entry: number;
  readonly text: string;
  readonly reason: string;
  readonly reasonText: string;
  readonly choices: readonly { readonly choose: string }[];
}
/** As much of the reading as people are shown; with `--json` all of it is printed, in its snake_case. */
interface Snapshot {
  readonly totals: { readonly households: number; readonly portions: number; readonly money_fen: number };
  readonly notices: readonly { readonly kind: string; readonly item?: string; readonly [fact: string]: string | number | undefined }[];
}
interface Preview {
  readonly revision: number;
  readonly snapshot: Snapshot;
  readonly changes: { added: number; changed: number; removed: number };
  readonly held: readonly Held[];
}
interface Committed {
  readonly revision: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
  readonly held: readonly Held[];
}
interface Options {
  readonly run: string;
  readonly chain: string;
  readonly answers?: string;
}

export function signUpCommands(): Command {
  const signUp = new Command('sign-up').description('接龙文本 / sign-up chains pasted as text');
  chained(signUp.command('preview <file>'))
    .description('读一遍，不写入；--json 输出与样例期望文件同形 / read it, write nothing')
    .action(async (file: string, options: Options, command: Command) => {
      const session = Session.of(command);
      const preview = await previewOf(session, file, options);
      show(session.options, preview.snapshot, (lang) => previewPage(preview, lang));
    });
  chained(signUp.command('commit <file>'))
    .description('写入清楚的；其余留给人回答 / commit what is clear; the rest is asked back')
    .action(async (file: string, options: Options, command: Command) => {
      const session = Session.of(command);
      const { revision } = await previewOf(session, file, options);
      const body = { ...(await bodyOf(file, options)), revision };
      const committed = await session.post<Committed>(`/supply-runs/${options.run}/sign-ups/commit`, body);
      show(session.options, committed, (lang) => pageOf(committed, lang));
    });
  chained(signUp.command('answer <answers>'))
    .description('回答待问条目（JSON 文件），写入由此清楚的 / answer held entries, a JSON file; what is clear by that is committed')
    .action(async (file: string, { run, chain }: Options, command: Command) => {
      const session = Session.of(command);
      const committed = await session.put<Committed>(`/supply-runs/${run}/sign-ups/answers`, { chain, answers: await answersIn(file) });
      show(session.options, committed, (lang) => pageOf(committed, lang));
    });
  chained(signUp.command('held'))
    .description('列出待问条目 / list held entries')
    .action(async ({ run, chain }: Options, command: Command) => {
      const session = Session.of(command);
      const held = await session.all<Held>(`/supply-runs/${run}/sign-ups`, { chain, status: 'held' });
      show(session.options, held, (lang) => heldTable(held, lang));
    });
  return signUp;
}

const totalsText = ({ households, portions, money_fen }: Preview['snapshot']['totals'], lang: Language): string =>
  lang === 'zh'
    ? `读清 ${households} 户 ${portions} 份 ${yuanOf(money_fen)} 元`
    : `read ${households} households, ${portions} portions, ${yuanOf(money_fen)} yuan`;

interface Changes {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged?: number;
}
const changesText = ({ added, changed, removed, unchanged }: Changes, lang: Language): string =>
  lang === 'zh'
    ? `新增 ${added} 变更 ${changed} 撤下 ${removed}${unchanged === undefined ? '' : ` 不变 ${unchanged}`}`
    : `added ${added}, changed ${changed}, withdrawn ${removed}${unchanged === undefined ? '' : `, unchanged ${unchanged}`}`;

const previewPage = ({ changes, snapshot: { totals, notices }, held }: Preview, lang: Language): string =>
  [
    `${totalsText(totals, lang)}${lang === 'zh' ? '；' : '; '}${changesText(changes, lang)}`,
    ...notices.map(({ kind, item, ...facts }) => `注意 / notice: ${kind} ${item ?? ''} ${JSON.stringify(facts)}`),
    heldTable(held, lang),
  ].join('\n');

const chained = (command: Command): Command =>
  command
    .requiredOption('--run <run>', '批次 / the run')
    .option('--chain <name>', '哪条接龙 / which chain', 'main')
    .option('--answers <file>', '对待问条目的回答 / answers to held entries');

const previewOf = async (session: Session, file: string, options: Options): Promise<Preview> =>
  session.post<Preview>(`/supply-runs/${options.run}/sign-ups/preview`, await bodyOf(file, options));

const bodyOf = async (file: string, { chain, answers }: Options): Promise<object> => ({
  text: await textOf(file),
  chain,
  ...(answers ? { answers: await answersIn(answers) } : {}),
});

const answersIn = async (file: string): Promise<unknown> => {
  const parsed = (await jsonOf(file)) as { answers?: unknown };
  return parsed.answers ?? parsed;
};

const pageOf = ({ held, ...changes }: Committed, lang: Language): string => [changesText(changes, lang), heldTable(held, lang)].join('\n');

const heldTable = (held: readonly Held[], lang: Language): string =>
  held.length ? `${held.length} 条要问 / to be asked back\n${table(held.map(rowOf), lang)}` : '没有要问的 / nothing to ask back';

const rowOf = ({ line, entry, reason, text, reasonText, choices }: Held) => ({
  行: line,
  条: entry,
  原因: reason,
  原文: text,
  说明: reasonText,
  可选: choices.map(({ choose }) => choose).join(' '),
});
