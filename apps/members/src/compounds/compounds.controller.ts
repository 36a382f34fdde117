import { Controller, Get, Param } from '@nestjs/common';
import { compoundCodeSchema, compoundsAnswer, oneCompoundAnswer } from '@jielong/members-contract/schemas';
import { ApiAnswer, Operation, type Work } from '@jielong/platform';
import { compoundWith, listCompounds } from './compounds.js';

@Controller('compounds')
export class CompoundsController {
  @Get()
  @Operation('listCompounds', 'organisation.read', 'All compounds with their gates')
  @ApiAnswer(200, compoundsAnswer, 'all of them: there is no next page')
  list(): Work {
    return async (tx) => ({ items: await listCompounds(tx), next: null });
  }

  @Get(':code')
  @Operation('showCompound', 'organisation.read', 'A compound with gates, pickup points and buildings; by code or by name')
  @ApiAnswer(200, oneCompoundAnswer, 'the compound')
  show(@Param('code', { schema: compoundCodeSchema }) code: string): Work {
    return (tx) => compoundWith(tx, code);
  }
}
