import { DomainError } from '@jielong/kernel';
import type { Fulfilment, HouseholdFlag } from '@jielong/members-contract';
import { strongerFulfilment, usualFulfilment } from './care.js';
import type { MembersErrorCode } from './errors.js';
import { type FlagTerm, joinedTerms } from './flag-terms.js';

/** As much of a household as says whether it may be merged. */
export interface Mergeable {
  readonly id: string;
  readonly compound: string;
  readonly building: string;
  readonly unit: string;
  readonly room: string;
  /** 1: the one that lists write. */
  readonly ordinal: number;
  /** The household that it is already; null: it stands for itself. */
  readonly mergedInto: string | null;
}

/** Refuses a merge that would lose a household or make one out of two homes. The one that lists write stays: an import would bring it back. */
export function checkMerge(ending: Mergeable, staying: Mergeable): void {
  if (ending.id === staying.id) throw mergedIntoItself();
  for (const { mergedInto } of [ending, staying]) if (mergedInto !== null) throw householdMerged(mergedInto);
  const isSameRoom = (['compound', 'building', 'unit', 'room'] as const).every((part) => ending[part] === staying[part]);
  if (!isSameRoom) throw otherRoom();
  if (ending.ordinal === 1) throw firstStays(ending.id, staying.id);
}

/** What is known of a household's needs: by lists, and as a person has set it. */
export interface Care {
  readonly listedFlags: readonly HouseholdFlag[];
  readonly chosenFlags: readonly HouseholdFlag[] | null;
  readonly chosenFulfilment: Fulfilment | null;
  /** Those that count. */
  readonly flagTerms: readonly FlagTerm[];
}

/** What either was known to need holds for the one that stays, and nobody is brought less than before: a merge forgets nobody. */
export function careAfterMerge(ending: Care, staying: Care): Pick<Care, 'chosenFlags' | 'chosenFulfilment' | 'flagTerms'> {
  const [gone, known] = [lastingIn(ending), lastingIn(staying)];
  const more = gone.filter((flag) => !known.includes(flag));
  const lasting = [...known, ...more];
  return {
    chosenFlags: more.length > 0 ? lasting : staying.chosenFlags,
    flagTerms: joinedTerms(lasting, { flags: gone, terms: ending.flagTerms }, { flags: known, terms: staying.flagTerms }),
    chosenFulfilment: wayAfterMerge(ending, staying, usualFulfilment(lasting)),
  };
}

/** Null: it goes on following from the flags. One that somebody has chosen must not be lost with a flag that has an end. */
function wayAfterMerge(ending: Care, staying: Care, lastingWay: Fulfilment): Fulfilment | null {
  const way = strongerFulfilment(wayOf(ending), wayOf(staying));
  const chosen = [ending.chosenFulfilment, staying.chosenFulfilment].filter((one) => one !== null);
  const follows = usualFulfilment([...flagsIn(staying), ...flagsIn(ending)]) === way;
  const isKept = chosen.every((one) => strongerFulfilment(lastingWay, one) === lastingWay);
  return chosen.includes(way) || !follows || !isKept ? way : null;
}

/** All that count: those that last, a person's or the list's, and those with an end. */
export const flagsIn = (care: Care): HouseholdFlag[] => [...new Set([...lastingIn(care), ...care.flagTerms.map(({ flag }) => flag)])];
const lastingIn = ({ chosenFlags, listedFlags }: Care): readonly HouseholdFlag[] => chosenFlags ?? listedFlags;
const wayOf = (care: Care): Fulfilment => care.chosenFulfilment ?? usualFulfilment(flagsIn(care));

export const householdMerged = (into: string) =>
  new DomainError<MembersErrorCode>(
    'conflict',
    'household-merged',
    {
      zh: `这一户已并入另一户，请改用那一户：${into}。`,
      en: `This household was merged into another one: use that one, ${into}.`,
    },
    { into },
  );
const mergedIntoItself = () =>
  new DomainError<MembersErrorCode>('invalid', 'merged-into-itself', {
    zh: '一户不能并入自己。请用 into 写明同一房号的另一户。',
    en: 'A household cannot be merged into itself: name another one of its room in `into`.',
  });
const otherRoom = () =>
  new DomainError<MembersErrorCode>('invalid', 'other-room', {
    zh: '两户不在同一房号，不能合并。搬了家的，请在新房号登记一户。',
    en: 'The two do not live in one room and cannot be merged. For somebody who has moved, add a household in the new room.',
  });
const firstStays = (ending: string, staying: string) =>
  new DomainError<MembersErrorCode>(
    'conflict',
    'first-household-stays',
    {
      zh: `这是该房号的第一户（住户表登记在它名下），要保留。请反过来合并：把 ${staying} 并入 ${ending}。`,
      en: `This is the first household of the room, which lists write: it stays. Merge them the other way round: ${staying} into ${ending}.`,
    },
    { merge: staying, into: ending },
  );
