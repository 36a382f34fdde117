import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { idSchema } from '@jielong/kernel/schemas';
import { householdPickupsAnswer } from '@jielong/logistics-contract/schemas';
import { ApiAnswer, Operation, type Work } from '@jielong/platform';
import { type HouseholdPickups, householdPickups } from './household-pickups.query.js';

@ApiTags('erasures')
@Controller('household-pickups')
export class HouseholdPickupsController {
  /** With reasons as they were written. That it was read is recorded. */
  @Get(':id')
  @Operation('exportHouseholdPickups', 'data.export', 'all that logistics has about a household / 一户的取货记录')
  @ApiAnswer(200, householdPickupsAnswer, 'under all ids that it has had')
  pickups(@Param('id', { schema: idSchema }) id: string): Work<HouseholdPickups> {
    return (tx) => householdPickups(tx, id);
  }
}
