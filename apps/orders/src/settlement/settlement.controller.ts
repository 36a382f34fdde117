import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import { pageAnswer, publicAccountAnswer, supplementaryAnswer, supplementaryBody } from '@jielong/orders-contract/schemas';
import { ApiAnswer, created, CurrentActor, Idempotent, Operation, type Work } from '@jielong/platform';
import { runMustExist } from '../supply-runs/run-rows.js';
import { readPublicAccount, type WholeAccount } from './public-account.js';
import { listSupplementary, type Supplement, supplement, type Supplementary } from './supplementary.js';

@ApiTags('settlement')
@Controller('supply-runs')
export class SettlementController {
  /** What a run cost and where its goods went: counts and sums, no names. */
  @Get(':id/public-account')
  @Operation('publicAccount', 'supply-runs.read', 'public account of a closed run / 公示')
  @ApiAnswer(200, publicAccountAnswer, 'as it was closed, and what was settled later')
  show(@Param('id', { schema: idSchema }) id: string): Work<WholeAccount> {
    return (tx) => readPublicAccount(tx, id);
  }

  /** What comes out after closing; whoever sends it approves it, and holds no money of the run. The run stays closed. */
  @Post(':id/supplementary-settlements')
  @Idempotent()
  @Operation('supplementarySettlement', 'settlements.supplement', 'supplementary settlement / 补充结算')
  @ApiAnswer(201, supplementaryAnswer, 'settled, with the next number')
  supplement(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: supplementaryBody }) body: Supplement,
    @CurrentActor() actor: Actor,
  ): Work<Supplementary> {
    return async (tx) => created(await supplement(tx, id, body, actor), `/api/supply-runs/${id}/supplementary-settlements`);
  }

  /** Supplementary settlements with their reasons, for the office. */
  @Get(':id/supplementary-settlements')
  @Operation('listSupplementarySettlements', 'money.read', 'supplementary settlements of a run / 补充结算明细')
  @ApiAnswer(200, pageAnswer(supplementaryAnswer), 'in the order of their numbers')
  list(@Param('id', { schema: idSchema }) id: string): Work<{ items: Supplementary[]; next: null }> {
    return async (tx) => {
      await runMustExist(tx, id);
      return { items: await listSupplementary(tx, id), next: null };
    };
  }
}
