import { DomainError } from '@jielong/kernel';
import type { MembersErrorCode } from './errors.js';
import { groupKey } from './groups.js';
import type { Organisation } from './organisation.js';
import type { ChangedLists, Place } from './people-changes.js';
import type { GroupRow } from './people-tables.js';

type Lists = Pick<Organisation, 'groups' | 'members'>;
/** What is said of the branch holds for all of its groups. Left out: as it was. */
export type GroupChange = { readonly [K in 'compounds' | 'gates' | 'source' | 'purposes']?: GroupRow[K] | undefined };

/** One more group, or a branch where `group` is empty. */
export function addGroup({ groups }: Lists, group: Place & GroupChange): ChangedLists {
  if (groups.some((row) => groupKey(row) === groupKey(group))) throw groupExists(groupKey(group));
  const { source = '', purposes = [] } = groups.find(({ branch }) => branch === group.branch) ?? {};
  const added = { branch: group.branch, group: group.group, leader: null, compounds: [], gates: [], source, purposes };
  return changeGroup({ groups: [...groups, added] }, group, group);
}

/** What a group is in charge of, and what its branch is for. */
export function changeGroup({ groups }: Pick<Lists, 'groups'>, place: Place, change: GroupChange): ChangedLists {
  return {
    groups: groups.map((row) => {
      if (row.branch !== place.branch) return row;
      const branch = { ...row, source: change.source ?? row.source, purposes: change.purposes ?? row.purposes };
      return row.group === place.group
        ? { ...branch, compounds: change.compounds ?? row.compounds, gates: change.gates ?? row.gates }
        : branch;
    }),
  };
}

/** A group in which nobody stands any more. */
export function endGroup({ groups, members }: Lists, place: Place): ChangedLists {
  const left = members.filter((member) => groupKey(member) === groupKey(place)).map(({ code }) => code);
  if (left.length > 0) throw groupNotEmpty(groupKey(place), left);
  return { groups: groups.filter((row) => groupKey(row) !== groupKey(place)) };
}

const groupExists = (key: string) =>
  new DomainError<MembersErrorCode>('conflict', 'group-exists', {
    zh: `已有“${key}”。`,
    en: `There is ${key} already.`,
  });
const groupNotEmpty = (key: string, codes: readonly string[]) =>
  new DomainError<MembersErrorCode>(
    'conflict',
    'group-not-empty',
    {
      zh: `${key}还有 ${codes.length} 人。请先把他们移到别的小组（POST /api/people/<编号>/move）。`,
      en: `${codes.length} people stand in ${key}. Move them first: \`POST /api/people/{code}/move\`.`,
    },
    { codes },
  );
