import { Misuse } from '../failure.js';
import type { Session } from '../session.js';

interface Household {
  readonly id: string;
  readonly maskedName: string;
}

/** The one household of a room. `choose`: how one of several is named. */
export async function householdAt(
  session: Session,
  compound: string,
  room: string,
  choose: { readonly zh: string; readonly en: string },
): Promise<string> {
  const found = await session.find<Household>('/households/find', { compound, room });
  const [household, ...others] = found;
  if (!household) throw new Misuse(`${compound} 没有 ${room} / no household at ${room}`);
  if (others.length)
    throw new Misuse(
      `${room} 有几户，${choose.zh} / several households, ${choose.en}:\n${found.map(({ id, maskedName }) => `  ${id} ${maskedName}`).join('\n')}`,
    );
  return household.id;
}
