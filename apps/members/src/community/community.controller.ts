import { Controller, Get } from '@nestjs/common';
import type { Actor } from '@jielong/kernel';
import { communityAnswer } from '@jielong/members-contract/schemas';
import { firstNameOf } from '@jielong/members-domain';
import { ApiAnswer, CurrentActor, Operation, type Work } from '@jielong/platform';

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
  /** A community that nothing has been imported for is there too: empty. */
  @Get()
  @Operation('showCommunity', 'organisation.read', "The caller's community, and how large it is (0 people: nothing has been imported yet)")
  @ApiAnswer(200, communityAnswer, 'the community')
  show(@CurrentActor() { community: id }: Actor): Work {
    return async (tx) => {
      const [found] = await tx.query<Sizes[]>(sizes);
      return { id, name: found?.name ?? firstNameOf(id), people: found?.people ?? 0, households: found?.households ?? 0 };
    };
  }
}
