import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import { householdPickupsAnswer } from '@jielong/logistics-contract/schemas';
import { ApiAnswer, CurrentActor, Operation, type Work } from '@jielong/platform';
import { type HouseholdPickups, householdPickups } from './household-pickups.query.js';

@ApiTags('erasures')
@Controller('household-pickups')
export class HouseholdPickupsController {
  /** With reasons as they were written, for whoever has said why today (`POST /households/{id}/data`). That it was read is recorded. 403 `reason-first`. */
  @Get(':id')
  @Operation('exportHouseholdPickups', 'data.export', 'all that logistics has about a household / 一户的取货记录')
  @ApiAnswer(200, householdPickupsAnswer, 'under all ids that it has had')
  pickups(@Param('id', { schema: idSchema }) id: string, @CurrentActor() { code }: Actor): Work<HouseholdPickups> {
    return (tx) => householdPickups(tx, id, code);
  }
}
