import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { compoundCodeSchema, compoundsAnswer, oneCompoundAnswer } from '@jielong/members-contract/schemas';
import { ApiAnswer, CurrentActor, inCommunity, Permission } from '@jielong/platform';
import { DataSource } from 'typeorm';
import { compoundWith, listCompounds } from './compounds.js';

@Controller('compounds')
export class CompoundsController {
  constructor(private readonly db: DataSource) {}

  @Get()
  @Permission('organisation.read')
  @ApiOperation({ operationId: 'listCompounds', summary: 'All compounds with their gates' })
  @ApiAnswer(200, compoundsAnswer, 'all of them: there is no next page')
  list(@CurrentActor() { community }: Actor) {
    return inCommunity(this.db, community, async (tx) => ({ items: await listCompounds(tx), next: null }));
  }

  @Get(':code')
  @Permission('organisation.read')
  @ApiOperation({ operationId: 'showCompound', summary: 'A compound with gates, pickup points and buildings; by code or by name' })
  @ApiAnswer(200, oneCompoundAnswer, 'the compound')
  show(@Param('code', { schema: compoundCodeSchema }) code: string, @CurrentActor() { community }: Actor) {
    return inCommunity(this.db, community, (tx) => compoundWith(tx, code));
  }
}
