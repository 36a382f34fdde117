import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import { publicAccountAnswer } from '@jielong/orders-contract/schemas';
import { ApiAnswer, CurrentActor, inCommunity, Permission } from '@jielong/platform';
import { DataSource } from 'typeorm';
import { type PublicAccount, readPublicAccount } from './public-account.js';

@ApiTags('settlement')
@Controller('supply-runs')
export class SettlementController {
  constructor(private readonly db: DataSource) {}

  /** What a run cost and where its goods went: counts and sums, no names. */
  @Get(':id/public-account')
  @Permission('supply-runs.read')
  @ApiOperation({ operationId: 'publicAccount', summary: 'public account of a closed run / 公示' })
  @ApiAnswer(200, publicAccountAnswer, 'as it was closed')
  show(@Param('id', { schema: idSchema }) id: string, @CurrentActor() { community }: Actor): Promise<PublicAccount> {
    return inCommunity(this.db, community, (tx) => readPublicAccount(tx, id));
  }
}
