import { Controller, Get } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { communityAnswer } from '@jielong/members-contract/schemas';
import { firstNameOf } from '@jielong/members-domain';
import { ApiAnswer, CurrentActor, inCommunity, Permission } from '@jielong/platform';
import { DataSource } from 'typeorm';

interface Sizes {
  name: string | null;
  people: number;
  households: number;
}
const sizes = `
  SELECT (SELECT name FROM communities) AS name,
    (SELECT count(*)::integer FROM people WHERE ended_at IS NULL) AS people,
    (SELECT count(*)::integer FROM households WHERE ended_at IS NULL) AS households`;

@Controller('community')
export class CommunityController {
  constructor(private readonly db: DataSource) {}

  /** A community that nothing has been imported for is there too: empty. */
  @Get()
  @Permission('organisation.read')
  @ApiOperation({
    operationId: 'showCommunity',
    summary: "The caller's community, and how large it is (0 people: nothing has been imported yet)",
  })
  @ApiAnswer(200, communityAnswer, 'the community')
  show(@CurrentActor() { community: id }: Actor) {
    return inCommunity(this.db, id, async (tx) => {
      const [found] = await tx.query<Sizes[]>(sizes);
      return { id, name: found?.name ?? firstNameOf(id), people: found?.people ?? 0, households: found?.households ?? 0 };
    });
  }
}
