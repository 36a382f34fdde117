import { refusalOf } from '@jielong/platform';

/** Accepted, or the code of the refusal. */
export type Heard = 'accepted' | (string & {});

/** A rule's no is an answer; anything else is a fault. */
export async function heard(work: () => Promise<Heard>): Promise<Heard> {
  try {
    return await work();
  } catch (error) {
    const refusal = refusalOf(error)?.type;
    if (typeof refusal === 'string') return refusal;
    throw error;
  }
}
