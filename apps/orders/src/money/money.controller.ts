import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema, pageQuery } from '@jielong/kernel/schemas';
import { moneyAnswer, pageAnswer, paymentAnswer, paymentBody, postingAnswer } from '@jielong/orders-contract/schemas';
import { ApiAnswer, created, CurrentActor, Idempotent, Operation, type Page, type Work } from '@jielong/platform';
import type { z } from 'zod';
import { listPostings, type Money, type PostingView, readMoney } from './money-view.js';
import { recordPayment, type RecordedPayment, type RecordPayment } from './record-payment.js';

@ApiTags('money')
@Controller('supply-runs')
export class MoneyController {
  /** Who holds which fen of a run. */
  @Get(':id/money')
  @Operation('showMoney', 'money.read', 'who holds which fen / 钱在谁手里')
  @ApiAnswer(200, moneyAnswer, 'accounts of the run; above zero: holds or owes, below: is owed')
  show(@Param('id', { schema: idSchema }) id: string): Work<Money> {
    return (tx) => readMoney(tx, id);
  }

  /** The books, posting by posting. */
  @Get(':id/postings')
  @Operation('listPostings', 'money.read', 'postings of a run / 账目明细')
  @ApiAnswer(200, pageAnswer(postingAnswer), 'in the order in which they were written')
  postings(
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
  ): Work<Page<PostingView>> {
    return (tx) => listPostings(tx, id, query);
  }

  /** A household has paid. */
  @Post(':id/payments')
  @Idempotent()
  @Operation('recordPayment', 'payments.record', 'record a payment / 登记收款')
  @ApiAnswer(201, paymentAnswer, 'recorded')
  pay(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: paymentBody }) body: RecordPayment,
    @CurrentActor() actor: Actor,
  ): Work<RecordedPayment> {
    return async (tx) => created(await recordPayment(tx, id, body, actor), `/api/supply-runs/${id}/money`);
  }
}
