import { Injectable } from '@nestjs/common';
import type { Erased, Erasure, Forgotten, Retention } from '@jielong/kernel';
import type { MembersActivities } from '@jielong/members-contract';
import { communitiesOf, forgetBatch, inCommunity } from '@jielong/platform';
import { DataSource } from 'typeorm';
import { eraseHousehold } from './erasures/erase-household.js';
import { erasePerson } from './erasures/erase-person.js';
import { forgetRules } from './retention/forget-rules.js';

const erased = { household: eraseHousehold, person: erasePerson } as const;

/** What workflows ask of members: each is one transaction, and may run twice at any time. */
@Injectable()
export class MembersActivityService implements MembersActivities {
  constructor(private readonly db: DataSource) {}

  listCommunities(): Promise<string[]> {
    return communitiesOf(this.db);
  }

  forgetInMembers(community: string, retention: Retention): Promise<Forgotten> {
    return inCommunity(this.db, community, (tx) => forgetBatch(tx, forgetRules, retention));
  }

  eraseInMembers(community: string, { kind, subject }: Erasure): Promise<Erased> {
    return inCommunity(this.db, community, (tx) => erased[kind](tx, subject));
  }
}
