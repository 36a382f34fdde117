import type { Erased } from '@jielong/kernel';
import { audit, emptyAnswers } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import { hasParticulars, noParticulars } from '../people/particulars.js';
import { emptied } from './emptied.js';

/** Makes empty what is known of a person; the code stays, for deeds and books name it. Gives the code; refuses whoever acts, by now, again. */
export async function erasePerson(tx: EntityManager, code: string): Promise<Erased> {
  const [known] = await tx.query<{ active: boolean }[]>('SELECT ended_at IS NULL AS active FROM people WHERE code = $1 FOR UPDATE', [code]);
  if (!known) return { ids: [], refused: null };
  if (known.active) return { ids: [], refused: 'person-active' };
  const changes = [
    await emptied(tx, `UPDATE people SET ${noParticulars} WHERE code = $1 AND ${hasParticulars}`, code),
    await emptied(tx, `UPDATE person_roles SET remark = '' WHERE code = $1 AND remark <> ''`, code),
    await emptied(tx, `UPDATE supply_team_members SET remark = '' WHERE code = $1 AND remark <> ''`, code),
    await emptied(tx, `UPDATE sessions SET label = '' WHERE code = $1 AND label <> ''`, code),
    await emptied(tx, `UPDATE reveals SET reason = '' WHERE (kind, subject) = ('person', $1) AND reason <> ''`, code),
    await emptyAnswers(tx, (said) => said.includes(JSON.stringify(code))),
  ];
  if (changes.some((rows) => rows > 0)) await audit(tx, { action: 'erase', subjectKind: 'person', subjectId: code });
  return { ids: [code], refused: null };
}
