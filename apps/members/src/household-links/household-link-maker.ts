import { Inject, Injectable } from '@nestjs/common';
import { SERVICE_CONFIG } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { MembersConfig } from '../config.js';
import { holdHousehold } from '../households/held-household.js';
import { whyGone } from '../households/read-household.js';
import { type Homes, homesIn, type MadeLink, makeLinks } from './household-links.rows.js';
import type { HomeLink } from './slips.js';

type Home = Pick<HomeLink, 'household' | 'compoundName' | 'building' | 'unit' | 'room'>;

/** Makes the links by which households come. */
@Injectable()
export class HouseholdLinkMaker {
  constructor(@Inject(SERVICE_CONFIG) private readonly config: Pick<MembersConfig, 'PUBLIC_URL'>) {}

  /** The link of one household; the one before opens nothing any more. Throws for one that is not there, or is another one now. */
  async forOne(tx: EntityManager, community: string, household: string): Promise<HomeLink> {
    await holdHousehold(tx, household);
    const [link] = await this.make(tx, community, [household]);
    if (!link) throw await whyGone(tx, household);
    return link;
  }

  /** Those of a building, in the order of its rooms. */
  async forHomes(tx: EntityManager, community: string, homes: Homes): Promise<HomeLink[]> {
    return this.make(tx, community, await homesIn(tx, homes));
  }

  private async make(tx: EntityManager, community: string, households: readonly string[]): Promise<HomeLink[]> {
    const made = new Map((await makeLinks(tx, community, households)).map((link) => [link.household, link]));
    const homes = await homesOf(tx, households);
    return homes.flatMap((home) => {
      const link = made.get(home.household);
      return link ? [this.shown(home, link)] : [];
    });
  }

  /** What opens it stands in the query, which no log keeps. */
  private shown(home: Home, { id, credential, madeAt }: MadeLink): HomeLink {
    const url = new URL('/api/home', this.config.PUBLIC_URL);
    url.searchParams.set('t', credential);
    return { ...home, id, link: url.href, madeAt };
  }
}

const homesOf = (tx: EntityManager, households: readonly string[]): Promise<Home[]> =>
  tx.query<Home[]>(
    `SELECT h.household_id AS household, c.name AS "compoundName", h.building, nullif(h.unit, '') AS unit, h.room
     FROM households h JOIN compounds c ON c.code = h.compound WHERE h.household_id = ANY ($1) ORDER BY h.sort_key`,
    [households],
  );
