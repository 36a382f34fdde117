/** The names of a run's bundles by their codes. */
export type Bundles = ReadonlyMap<string, string>;
export interface NotTaken {
  readonly bundle: string;
  readonly portions: number;
}

/** What volunteers write in English for what is written in a Chinese name. */
const english: Readonly<Record<string, string>> = {
  egg: '蛋',
  vegetable: '蔬菜',
  veg: '蔬菜',
  meat: '肉',
  chicken: '鸡肉',
  fruit: '水果',
  rice: '米',
  flour: '面',
  oil: '油',
};
const measure = '(?:份|个|盒|袋|板|包|瓶|桶|portions? of|x|×)?';
const shapes = [new RegExp(`^(\\d+) *${measure} *(.+)$`), new RegExp(`^(.+?) *[x×*=:]? *(\\d+) *(?:份|个|盒|袋|板|包|瓶|桶|portions?)?$`)];

/** `1 egg`, `鸡蛋1`, `JD01 x1、SC01 2`: counts by bundle; or why it cannot be read for certain. */
export function readTaken(text: string, bundles: Bundles): NotTaken[] | 'unreadable-count' | 'unknown-bundle' | 'named-twice' {
  const parts = text.split(/[,、;+]| and |和/).map((part) => part.trim());
  const counts: NotTaken[] = [];
  for (const part of parts) {
    const count = countIn(part, bundles);
    if (typeof count === 'string') return count;
    if (counts.some(({ bundle }) => bundle === count.bundle)) return 'named-twice';
    counts.push(count);
  }
  return counts;
}

function countIn(part: string, bundles: Bundles): NotTaken | 'unreadable-count' | 'unknown-bundle' {
  const [first, second] = shapes.map((shape) => shape.exec(part));
  const [word, number] = second && bundleOf(second[1] ?? '', bundles) ? [second[1], second[2]] : [first?.[2], first?.[1]];
  if (word === undefined || number === undefined) return second ? 'unknown-bundle' : 'unreadable-count';
  const bundle = bundleOf(word, bundles);
  if (bundle === undefined) return 'unknown-bundle';
  return Number(number) > 0 ? { bundle, portions: Number(number) } : 'unreadable-count';
}

/** A code, a whole name, or a word that is in one name only. */
function bundleOf(word: string, bundles: Bundles): string | undefined {
  const plain = word.trim().toUpperCase();
  const said = english[plain.toLowerCase().replace(/s$/, '')] ?? plain;
  const exact = [...bundles].filter(([code, name]) => code.toUpperCase() === plain || name.toUpperCase() === said);
  const alike = exact.length ? exact : [...bundles].filter(([, name]) => said.length > 0 && name.toUpperCase().includes(said));
  return alike.length === 1 ? alike[0]?.[0] : undefined;
}
