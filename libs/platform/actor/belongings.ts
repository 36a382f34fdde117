import { Inject, Injectable } from '@nestjs/common';
import { type Actor, type Belonging, householdOf } from '@jielong/kernel';
import { DataSource, type EntityManager } from 'typeorm';
import { readInOneTrip } from '../database/one-trip.js';
import { ACTOR_OPTIONS, type ActorOptions, type BelongingOf } from './actor-options.js';

/** Where a run or a household is does not change; a trip may get another team. */
const freshMs = 5_000;
const mostKept = 20_000;
const shapes = {
  uuid: /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i,
  text: /^[\p{L}\p{N}_.:()（）·-]{1,100}$/u,
} as const;

/** The rows of one statement that only reads, seen as the community sees them. */
export type Ask = (text: string, values: unknown[]) => Promise<readonly { part: Belonging }[]>;

/** Seen as that transaction sees them; who asks the same while it is on its way waits for that, which is on the same connection. */
export function askIn(tx: EntityManager): Ask {
  const asked = new Map<string, ReturnType<Ask>>();
  return (text, values) => {
    const key = JSON.stringify([text, values]);
    const found = asked.get(key) ?? tx.query(text, values);
    asked.set(key, found);
    return found;
  };
}

type Asker = Pick<Actor, 'community' | 'grants'>;
interface Kept {
  readonly parts: readonly Belonging[];
  readonly until: number;
}

/** To which parts of the community rows belong, by the owner's own rows. */
@Injectable()
export class Belongings {
  private readonly kept = new Map<string, Kept>();
  private readonly kinds: ReadonlyMap<string, BelongingOf>;

  constructor(
    private readonly db: DataSource,
    @Inject(ACTOR_OPTIONS) { belongings }: ActorOptions,
  ) {
    this.kinds = new Map(Object.entries(belongings));
  }

  /** Nothing for a row that is not there, that cannot be named so, or of a kind that belongs to no part. */
  async of({ community, grants }: Asker, kind: string, id: unknown, ask = this.onItsOwn(community)): Promise<readonly Belonging[]> {
    const known = this.kinds.get(kind);
    if (known === undefined || typeof id !== 'string' || !shapes[known.by].test(id)) return [];
    const byLink = householdOf({ grants }) === undefined ? undefined : known.byLink;
    const key = `${community} ${kind} ${id}${byLink === undefined ? '' : ' by link'}`;
    const kept = this.kept.get(key);
    const now = Date.now();
    if (kept && kept.until > now) return kept.parts;
    const parts = (await ask(byLink ?? known.select, [id])).map(({ part }) => part);
    if (parts.length && !known.changes) this.keep(key, { parts, until: now + freshMs }); // what is made a moment later is found
    return parts;
  }

  private onItsOwn =
    (community: string): Ask =>
    (text, values) =>
      readInOneTrip(this.db, community, text, values);

  private keep(key: string, found: Kept): void {
    if (this.kept.size >= mostKept) this.kept.clear();
    this.kept.set(key, found);
  }
}
