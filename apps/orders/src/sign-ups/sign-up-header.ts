import { DomainError } from '@jielong/kernel';
import { membersViews } from '@jielong/members-contract';
import type { signUpHeaderAnswer } from '@jielong/orders-contract/schemas';
import { headerItems } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { itemWords } from './round.rows.js';

/** The compound and the bundles that a text's header names: what a run can be opened with. */
export async function readHeader(tx: EntityManager, text: string): Promise<z.output<typeof signUpHeaderAnswer>> {
  const { compoundName, items } = headerItems(text, await itemWords(tx));
  const compounds = await tx.query<{ code: string; name: string }[]>(
    `SELECT code, name FROM ${membersViews.compounds} WHERE strpos($1, name) > 0 ORDER BY length(name) DESC`,
    [compoundName ?? ''],
  );
  const [compound] = compounds;
  if (!compound) throw noCompound(compoundName);
  const unknown = items.filter(({ code }) => code === null).map(({ name }) => name);
  if (unknown.length > 0) throw unknownItems(unknown);
  const bundles = items.flatMap(({ code, letter, name, statedFen }) => (code === null ? [] : [{ code, letter, name, statedFen }]));
  return { compound: compound.code, compoundName: compound.name, bundles };
}

const noCompound = (named: string | null) =>
  new DomainError(
    'invalid',
    'no-such-compound',
    {
      zh: named ? `没有叫“${named}”的小区。请核对表头的【小区】。` : '表头第二行没有写【小区】。请补上，或在开团时指明小区。',
      en: named
        ? `No compound is called ${named}. Check 【…】 in the header.`
        : 'The header names no 【compound】. Add it, or name the compound.',
    },
    { named },
  );
const unknownItems = (names: readonly string[]) =>
  new DomainError(
    'invalid',
    'unknown-items-in-header',
    {
      zh: `表头里的 ${names.join('、')} 不在套餐目录中。请改表头，或先导入目录。`,
      en: `The catalogue does not know ${names.join(', ')} of the header. Correct it, or import the catalogue first.`,
    },
    { names },
  );
