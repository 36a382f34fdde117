import { DomainError } from '@jielong/kernel';
import type { Items } from './demand.js';

/** A bundle of a run, and what may be given in its place. */
export interface Substitutable {
  readonly bundle: string;
  readonly name: string;
  readonly substitute: string | null;
}
/** Whether the substitute of a bundle is taken where it cannot be had, by bundle. */
export type SubstituteWishes = Readonly<Record<string, boolean>>;

/** Refuses wishes about what is not ordered, and a yes where nothing can be given instead. */
export function checkSubstitutes(wishes: SubstituteWishes, items: Items, bundles: readonly Substitutable[]): void {
  for (const [code, takes] of Object.entries(wishes)) {
    if (!items[code]) throw notOrdered(code, Object.keys(items));
    const bundle = bundles.find((it) => it.bundle === code);
    if (takes && bundle && bundle.substitute === null) throw noSubstitute(bundle);
  }
}

const notOrdered = (code: string, ordered: readonly string[]) =>
  new DomainError(
    'invalid',
    'not-ordered',
    {
      zh: `substitutes 写了 ${code}，但这一单没有订它。这一单订了：${ordered.join('、')}。`,
      en: `\`substitutes\` names ${code}, which this order does not hold. It holds ${ordered.join(', ')}.`,
    },
    { bundle: code, ordered },
  );
const noSubstitute = ({ bundle, name }: Substitutable) =>
  new DomainError(
    'conflict',
    'no-substitute',
    {
      zh: `${name}在这个批次没有可替换的套餐。请去掉 substitutes 里的 ${bundle}，没有货就不给、不收钱。`,
      en: `This run has nothing to give in place of ${bundle}. Leave it out of \`substitutes\`: where it cannot be had, nothing is given and charged.`,
    },
    { bundle },
  );
