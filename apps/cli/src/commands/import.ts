import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Argument, Command } from 'commander';
import { Misuse, Refusal } from '../failure.js';
import { base64Of, textOf } from '../files.js';
import { show, table } from '../output.js';
import { type Language, Session } from '../session.js';

const kinds = ['all', 'organisation', 'compounds', 'buildings', 'households', 'people', 'catalogue'] as const;
type Kind = (typeof kinds)[number];

interface Difference {
  readonly file: string;
  readonly change: 'new' | 'changed' | 'gone';
  readonly key: string;
  readonly line: number | null;
  readonly columns: readonly string[];
}
interface Imported {
  readonly kind: string;
  readonly revision: string;
  readonly new: number;
  readonly changed: number;
  readonly gone: number;
  readonly unchanged: number;
  readonly differences: readonly Difference[];
  readonly errorCount: number;
  readonly errors: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: string | null;
    readonly message: { readonly zh: string; readonly en: string };
  }[];
}
interface File {
  readonly name: string;
  readonly content: string;
  readonly encoding: 'utf-8' | 'base64';
}

/** The files of each kind, by the names that the samples have. */
const files: Readonly<Record<Exclude<Kind, 'all'>, readonly string[]>> = {
  organisation: ['compounds.csv', 'buildings.csv', 'branches-groups.csv', 'members.csv', 'supply-teams.csv', 'households.csv', 'roles.csv'],
  compounds: ['compounds.csv'],
  buildings: ['buildings.csv'],
  households: ['households.csv'],
  people: ['branches-groups.csv', 'members.csv', 'supply-teams.csv', 'roles.csv'],
  catalogue: ['catalogue.csv'],
};

/** `jielong import all samples` */
export function importCommand(): Command {
  return new Command('import')
    .description('导入 CSV 或 Excel 工作簿：先预览，--yes 才写入 / import CSV files or a workbook: a preview, written with --yes')
    .addArgument(new Argument('<kind>', '导入什么 / what').choices(kinds))
    .argument('<paths...>', '文件夹或文件 / a folder, or files')
    .option('-y, --yes', '写入 / write', false)
    .option('--if-empty', '社区已有住户时什么也不做 / do nothing where the community has households', false)
    .action(async (kind: Kind, paths: string[], { yes, ifEmpty }: { yes: boolean; ifEmpty: boolean }, command: Command) => {
      const session = Session.of(command);
      if (ifEmpty && (await isFilled(session)))
        return show(session.options, { skipped: true }, () => '社区已有数据，未导入 / not empty: nothing imported');
      const wanted = kind === 'all' ? (['organisation', 'catalogue'] as const) : [kind];
      const done: Imported[] = [];
      for (const one of wanted) done.push(await importOne(session, one, paths, yes));
      show(session.options, done, (lang) => sentence(done, yes, lang));
    });
}

const isFilled = async (session: Session): Promise<boolean> => (await session.get<{ households: number }>('/community')).households > 0;

async function importOne(session: Session, kind: Exclude<Kind, 'all'>, paths: readonly string[], yes: boolean): Promise<Imported> {
  const body = { files: await filesOf(kind, paths) };
  const preview = await session.post<Imported>(`/imports/${kind}?mode=preview`, body);
  if (preview.errorCount) throw broken(preview);
  return yes ? session.post<Imported>(`/imports/${kind}?mode=commit`, { ...body, revision: preview.revision }) : preview;
}

/** A preview that found mistakes ends as the commit would: nothing could be written. */
const broken = ({ errors, errorCount }: Imported): Refusal =>
  new Refusal(422, {
    code: 'import-errors',
    detail: `文件里有 ${errorCount} 处错误，什么都没有写入。请按所列的行和列改好后重新导入 / mistakes: ${errorCount}; nothing was written. Correct the lines and columns listed here and import again`,
    errors: errors.map(({ file, line, column, message }) => ({
      path: [file, line, column].filter((part) => part !== null).join(':'),
      message,
    })),
  });

async function filesOf(kind: Exclude<Kind, 'all'>, paths: readonly string[]): Promise<File[]> {
  const found = (await Promise.all(paths.map(listed))).flat().filter((path) => placeIn(kind, path) >= 0 || paths.includes(path));
  if (!found.length) throw new Misuse(`没有找到 ${files[kind].join('、')} / none of these files found in ${paths.join(', ')}`);
  const inOrder = found.sort((a, b) => placeIn(kind, a) - placeIn(kind, b));
  return Promise.all(inOrder.map(fileAt));
}

/** `households.csv`, or `households_20261126-1030_S001.csv` as an export is called. */
const placeIn = (kind: Exclude<Kind, 'all'>, path: string): number =>
  files[kind].findIndex(
    (name) => basename(path) === name || (basename(path).startsWith(name.replace('.csv', '_')) && path.endsWith('.csv')),
  );

const fileAt = async (path: string): Promise<File> =>
  path.toLowerCase().endsWith('.xlsx')
    ? { name: basename(path), content: await base64Of(path), encoding: 'base64' }
    : { name: basename(path), content: await textOf(path), encoding: 'utf-8' };

async function listed(path: string): Promise<string[]> {
  const kind = await stat(path).catch(() => undefined);
  if (!kind) throw new Misuse(`找不到 ${path} / not found: ${path}`);
  return kind.isDirectory() ? (await readdir(path)).map((name) => join(path, name)) : [path];
}

const mostShown = 20;
const changes = { new: { zh: '新增', en: 'new' }, changed: { zh: '变更', en: 'changed' }, gone: { zh: '不再有', en: 'gone' } } as const;

/** What is changed or gone, the first of it: what is new is known to whoever imports it. */
function differencesOf(done: readonly Imported[], lang: Language): string[] {
  const shown = done.flatMap(({ differences }) => differences).filter(({ change }) => change !== 'new');
  if (shown.length === 0) return [];
  const rows = shown.slice(0, mostShown).map(({ file, line, change, key, columns }) => ({
    何事: changes[change][lang],
    文件: file,
    行: line,
    键: key,
    列: columns.join('、'),
  }));
  const total = done.reduce((sum, one) => sum + one.changed + one.gone, 0);
  return ['', table(rows, lang), ...(total > rows.length ? [`… 共 ${total} 处 / ${total} in all`] : []), ''];
}

const writtenRows = (done: readonly Imported[]): number => done.reduce((sum, one) => sum + one.new + one.changed + one.gone, 0);

const sentence = (done: readonly Imported[], written: boolean, lang: Language): string =>
  [
    table(
      done.map((one) => ({ 种类: one.kind, 新增: one.new, 变更: one.changed, 不再有: one.gone, 不变: one.unchanged })),
      lang,
    ),
    ...differencesOf(done, lang),
    written
      ? `已写入 ${writtenRows(done)} 行 / written: ${writtenRows(done)} rows`
      : '这是预览，未写入；加 --yes 写入 / a preview: nothing written; add --yes',
  ].join('\n');
