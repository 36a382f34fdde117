import { Controller, Get } from '@nestjs/common';
import { supplyTeamsAnswer } from '@jielong/members-contract/schemas';
import { ApiAnswer, Operation, type Work } from '@jielong/platform';

const select = `
  SELECT t.name, json_agg(json_build_object('code', m.code, 'maskedName', p.masked_name, 'duty', m.duty, 'hasCart', m.has_cart, 'shift', m.shift)
      ORDER BY array_position(ARRAY['captain', 'vice-captain', 'member'], m.duty), m.code) AS members
  FROM supply_teams t
  JOIN supply_team_members m ON (m.community_id, m.team) = (t.community_id, t.name) AND m.ended_at IS NULL
  JOIN people p ON (p.community_id, p.code) = (m.community_id, m.code)
  WHERE t.ended_at IS NULL GROUP BY t.community_id, t.name ORDER BY t.name COLLATE "C"`;

@Controller('supply-teams')
export class SupplyTeamsController {
  @Get()
  @Operation('listSupplyTeams', 'organisation.read', 'Supply teams with captain and members; names are masked')
  @ApiAnswer(200, supplyTeamsAnswer, 'all of them: there is no next page')
  list(): Work {
    return async (tx) => ({ items: await tx.query<object[]>(select), next: null });
  }
}
