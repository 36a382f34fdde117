import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { idSchema } from '@jielong/kernel/schemas';
import { publicAccountAnswer } from '@jielong/orders-contract/schemas';
import { ApiAnswer, Operation, type Work } from '@jielong/platform';
import { type PublicAccount, readPublicAccount } from './public-account.js';

@ApiTags('settlement')
@Controller('supply-runs')
export class SettlementController {
  /** What a run cost and where its goods went: counts and sums, no names. */
  @Get(':id/public-account')
  @Operation('publicAccount', 'supply-runs.read', 'public account of a closed run / 公示')
  @ApiAnswer(200, publicAccountAnswer, 'as it was closed')
  show(@Param('id', { schema: idSchema }) id: string): Work<PublicAccount> {
    return (tx) => readPublicAccount(tx, id);
  }
}
