import { DomainError } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';

/** Refuses codes that no active person of the community has. Before the first import nobody is known, and nobody a stranger. */
export async function refuseStrangers(tx: EntityManager, peopleView: string, codes: readonly string[]): Promise<void> {
  if (!codes.length) return;
  const strangers = await tx.query<{ code: string }[]>(
    `SELECT code FROM unnest($1::text[]) AS named(code)
     WHERE NOT EXISTS (SELECT FROM ${peopleView} p WHERE p.code = named.code AND p.active) AND EXISTS (SELECT FROM ${peopleView})`,
    [codes],
  );
  if (strangers.length) throw noSuchPerson(strangers.map(({ code }) => code));
}

const noSuchPerson = (codes: readonly string[]) =>
  new DomainError(
    'invalid',
    'no-such-person',
    {
      zh: `没有在岗的人员 ${codes.join('、')}。请核对人员编号。`,
      en: `There is no active person ${codes.join(', ')}. Check the code.`,
    },
    { codes },
  );
