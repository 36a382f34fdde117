import { Inject, Injectable } from '@nestjs/common';
import type { Belonging } from '@jielong/kernel';
import { DataSource } from 'typeorm';
import { inCommunity } from '../database/in-community.js';
import { ACTOR_OPTIONS, type ActorOptions } from './actor-options.js';

/** Where a run or a household is does not change; a trip may get another team. */
const freshMs = 5_000;
const mostKept = 20_000;
const shapes = {
  uuid: /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i,
  text: /^[\p{L}\p{N}_:()（）·-]{1,100}$/u,
} as const;

interface Kept {
  readonly parts: Promise<readonly Belonging[]>;
  readonly until: number;
}

/** To which parts of the community rows belong, by the owner's own rows. */
@Injectable()
export class Belongings {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly db: DataSource,
    @Inject(ACTOR_OPTIONS) private readonly options: ActorOptions,
  ) {}

  /** Nothing for a row that is not there, that cannot be named so, or of a kind that belongs to no part. */
  async of(community: string, kind: string, id: unknown): Promise<readonly Belonging[]> {
    const found = this.options.belongings[kind];
    if (found === undefined || typeof id !== 'string' || !shapes[found.by].test(id)) return [];
    const key = `${community} ${kind} ${id}`;
    const known = this.kept.get(key);
    if (known && known.until > Date.now()) return known.parts;
    const parts = inCommunity(this.db, community, async (tx) => {
      const rows = await tx.query<{ part: Belonging }[]>(found.select, [id]);
      return rows.map(({ part }) => part);
    });
    this.keep(key, parts);
    return parts;
  }

  private keep(key: string, parts: Promise<readonly Belonging[]>): void {
    if (this.kept.size >= mostKept) this.kept.clear();
    this.kept.set(key, { parts, until: Date.now() + freshMs });
    const forget = () => this.kept.delete(key);
    parts.then((found) => (found.length ? undefined : forget()), forget); // what is made a moment later is found
  }
}
