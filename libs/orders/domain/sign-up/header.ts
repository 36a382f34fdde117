import { DomainError } from '@jielong/kernel';
import { indexItemWords, type ItemWords } from './item-words.js';
import { normalise, plain, readable } from './normalise.js';
import type { ItemWord, OpenItem, Register, Round } from './types.js';

/** A line of the header such as `A 蔬菜包（时令蔬菜5种）30元/份 限2份`. */
export interface HeaderItem {
  readonly letter: string;
  /** null: no item of the catalogue, or more than one could be meant. */
  readonly code: string | null;
  /** As the text writes it. */
  readonly name: string;
  readonly statedFen: number | null;
}
export interface Header {
  /** What stands in 【】; null: nothing does. */
  readonly compoundName: string | null;
  readonly items: readonly HeaderItem[];
}

/** Ends of lines as people and their telephones write them. */
export const linesOf = (text: string): readonly string[] => readable(text).split(/\r\n|\n|\r/);

/**
 * Which compound and which bundles (letter to code) the header of a sign-up text names: what a run is opened from.
 * @throws DomainError `text-too-long`, `empty-text`, `no-items-in-header`
 */
export function headerItems(text: string, catalogue: readonly ItemWord[]): Header {
  checkLength(text);
  const lines = linesOf(text).map((line) => normalise(line).text.trim());
  if (!lines.some(Boolean)) throw emptyText();
  const words = indexItemWords(catalogue);
  const header = headerOf(lines, words, catalogue);
  if (!header.items.length) throw noItems();
  return header;
}

/** Reads a header that is already cut off, normalised. */
export function headerOf(lines: readonly string[], words: ItemWords, catalogue: readonly ItemWord[]): Header {
  const [first, second, ...others] = lines.filter(Boolean).map((line) => /【([^】]{1,60})】/.exec(line)?.[1]?.trim());
  const bracket = [second, first, ...others].find(Boolean);
  const items = new Map<string, HeaderItem>();
  for (const line of lines) {
    const item = headerItem(line, words, catalogue);
    if (item && !items.has(item.letter)) items.set(item.letter, item);
  }
  return { compoundName: bracket ?? null, items: [...items.values()] };
}

const itemLine = /^(?<letter>[A-Za-z])(?:\s*[.、:)]\s*|\s+|(?=\p{Script=Han}))(?<rest>\S.*)$/u;
const price = /(?:¥\s?(?<sign>\d{1,6}(?:\.\d{1,2})?)|(?<amount>\d{1,6}(?:\.\d{1,2})?)\s?元)/;

/** One line of the header as an item; null if it is none: it names neither an item nor a price. */
export function headerItem(line: string, words: ItemWords, catalogue: readonly ItemWord[]): HeaderItem | null {
  const { letter, rest } = itemLine.exec(line.slice(0, 300))?.groups ?? {};
  if (!letter || !rest) return null;
  const bare = rest.replace(/\([^()]{0,200}\)/g, ' ');
  const stated = price.exec(bare)?.groups;
  const amount = stated?.['sign'] ?? stated?.['amount'];
  const name = /^[^\s\d¥,:]+/.exec(bare)?.[0] ?? '';
  const code = codeOf(name, words, catalogue);
  if (!code && amount === undefined) return null;
  return { letter: letter.toUpperCase(), code, name, statedFen: amount === undefined ? null : fenOf(amount) };
}

function codeOf(name: string, words: ItemWords, catalogue: readonly ItemWord[]): string | null {
  const exact = catalogue.find((item) => plain(item.name) === name);
  if (exact) return exact.code;
  const found = words.at(name, 0);
  return found && found.length === name.length && found.codes.length === 1 ? (found.codes[0] ?? null) : null;
}

/** `22.5` to 2250, without a float in between. */
export function fenOf(yuan: string): number {
  const [whole = '0', cents = ''] = yuan.split('.');
  return Number(whole) * 100 + Number(cents.padEnd(2, '0').slice(0, 2));
}

/** What the text lists and the run opens, with the run's prices. */
export function openItems(header: Header, round: Round): readonly OpenItem[] {
  const bundles = new Map(round.openBundles.map((bundle) => [bundle.code, bundle]));
  return header.items.flatMap(({ letter, code }) => {
    const bundle = code === null ? undefined : bundles.get(code);
    return bundle ? [{ code: bundle.code, letter, name: bundle.name, priceFen: bundle.priceFen }] : [];
  });
}

/** A text of another compound is refused whole. Returns our compound's name. */
export function checkCompound({ compoundName }: Header, round: Round, register: Register): string {
  const ours = register.compounds.find(({ code }) => code === round.compound);
  if (!ours)
    throw new DomainError('invalid', 'unknown-compound', {
      zh: `小区 ${round.compound} 不在名单里，请先导入小区`,
      en: `Compound ${round.compound} is not registered; import it first.`,
    });
  if (compoundName === null) return ours.name;
  const [named] = register.compounds.filter(({ name }) => compoundName.includes(plain(name))).sort((a, b) => b.name.length - a.name.length);
  if (named?.code !== ours.code) throw otherCompound(compoundName, ours.name);
  return ours.name;
}

const otherCompound = (named: string, ours: string): DomainError =>
  new DomainError(
    'invalid',
    'other-compound-text',
    {
      zh: `这段接龙写的是【${named}】，这一批是${ours}的；请核对小区，或换对应的批次再贴`,
      en: `The text is of 【${named}】, this run is for ${ours}; check the compound or paste it into its own run.`,
    },
    { named, expected: ours },
  );

const longestText = 200_000;

/**
 * One sign of Unicode may stand for eighteen: the text is as long as it is read.
 * @throws DomainError `text-too-long`: no chain of one compound is that long
 */
export function checkLength(text: string): void {
  const { length } = text.normalize('NFKC');
  if (length <= longestText) return;
  throw new DomainError(
    'invalid',
    'text-too-long',
    {
      zh: `接龙文本有 ${length} 字，最多 ${longestText} 字；请分成几段，用不同的接龙名贴`,
      en: `The text has ${length} characters, at most ${longestText} are read; split it into chains of their own names.`,
    },
    { length, longest: longestText },
  );
}

export const emptyText = (): DomainError =>
  new DomainError('invalid', 'empty-text', {
    zh: '接龙文本是空的；请把群里的接龙从“#接龙”起整段贴过来',
    en: 'The sign-up text is empty; paste the whole chain, from its header on.',
  });

export const noItems = (): DomainError =>
  new DomainError('invalid', 'no-items-in-header', {
    zh: '接龙开头没有列出品种；请连同表头一起贴，例如“A 蔬菜包 30元/份 限2份”',
    en: 'The header lists no item of the catalogue; paste the text with its header, for instance "A 蔬菜包 30元/份 限2份".',
  });
