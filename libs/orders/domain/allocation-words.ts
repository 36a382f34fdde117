import type { Text } from '@jielong/kernel';
import type { AllocationRule } from '@jielong/orders-contract';
import { type Claim, demandOf, type Pool } from './claim.js';

interface Shortage {
  readonly rule: AllocationRule;
  readonly pool: Pool;
  readonly claims: readonly Claim[];
  readonly names: Readonly<Record<string, string>>;
}

const rules: Readonly<Record<AllocationRule, Text>> = {
  'one-each-first': { zh: '先保证每户一份，其余按登记先后', en: 'everybody has one before anybody has two, then by order of first sight' },
  'first-come': { zh: '按登记先后', en: 'by order of first sight' },
  'priority-first': { zh: '先照顾重点户，再按登记先后', en: 'priority households first, then by order of first sight' },
  lot: { zh: '由抽签决定', en: 'by lot' },
};

/** Says to a household, in one sentence, why it gets less of a bundle than it counted on. */
export function getsLess({ rule, pool, claims, names }: Shortage): (from: number, to: number) => Text {
  const wanted = claims.reduce((sum, claim) => sum + demandOf(claim), 0);
  const name = names[pool.bundle] ?? pool.bundle;
  const { zh, en } = rules[rule];
  if (claims.some(({ inPlaceOf }) => inPlaceOf !== null))
    return (from, to) => ({
      zh: `用来替换的${name}要 ${wanted} 份，只有 ${pool.portions} 份，${zh}分配，这一户由 ${from} 份改为 ${to} 份。`,
      en: `${wanted} of ${pool.bundle} are needed in place of other bundles and ${pool.portions} are left for that; divided so that ${en}, this household gets ${to} instead of ${from}.`,
    });
  return (from, to) => ({
    zh: `${name}共订 ${wanted} 份，现有 ${pool.portions} 份，${zh}分配，这一户由 ${from} 份改为 ${to} 份。`,
    en: `${wanted} of ${pool.bundle} were ordered and ${pool.portions} are there; divided so that ${en}, this household gets ${to} instead of ${from}.`,
  });
}

/** Says to a household that its run is called off. */
export const calledOff =
  (name: string) =>
  (from: number, to: number): Text => ({
    zh: `批次已取消，${name}由 ${from} 份改为 ${to} 份，已收的钱记入这一户的余额。`,
    en: `The run is called off: this household gets ${to} of ${name} instead of ${from}; what was paid stays to its credit.`,
  });

/** What a household ordered has come after all: the substitute is not needed any more. */
export const notInPlace = (name: string, from: number, to: number): Text => ({
  zh: `订的货又有了，替换用的${name}由 ${from} 份改为 ${to} 份。`,
  en: `What was ordered has come after all: of ${name}, which stood in its place, this household gets ${to} instead of ${from}.`,
});
