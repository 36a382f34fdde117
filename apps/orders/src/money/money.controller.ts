import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema, pageQuery } from '@jielong/kernel/schemas';
import { moneyAnswer, pageAnswer, paymentAnswer, paymentBody, postingAnswer } from '@jielong/orders-contract/schemas';
import {
  type Answer,
  ApiAnswer,
  created,
  CurrentActor,
  Idempotent,
  IdempotencyKey,
  idempotently,
  inCommunity,
  type Page,
  Permission,
} from '@jielong/platform';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { listPostings, type Money, type PostingView, readMoney } from './money-view.js';
import { recordPayment, type RecordedPayment, type RecordPayment } from './record-payment.js';

@ApiTags('money')
@Controller('supply-runs')
export class MoneyController {
  constructor(private readonly db: DataSource) {}

  /** Who holds which fen of a run. */
  @Get(':id/money')
  @Permission('money.read')
  @ApiOperation({ operationId: 'showMoney', summary: 'who holds which fen / 钱在谁手里' })
  @ApiAnswer(200, moneyAnswer, 'accounts of the run; above zero: holds or owes, below: is owed')
  show(@Param('id', { schema: idSchema }) id: string, @CurrentActor() { community }: Actor): Promise<Money> {
    return inCommunity(this.db, community, (tx) => readMoney(tx, id));
  }

  /** The books, posting by posting. */
  @Get(':id/postings')
  @Permission('money.read')
  @ApiOperation({ operationId: 'listPostings', summary: 'postings of a run / 账目明细' })
  @ApiAnswer(200, pageAnswer(postingAnswer), 'in the order in which they were written')
  postings(
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
    @CurrentActor() { community }: Actor,
  ): Promise<Page<PostingView>> {
    return inCommunity(this.db, community, (tx) => listPostings(tx, id, query));
  }

  /** A household has paid. */
  @Post(':id/payments')
  @Idempotent()
  @Permission('payments.record')
  @ApiOperation({ operationId: 'recordPayment', summary: 'record a payment / 登记收款' })
  @ApiAnswer(201, paymentAnswer, 'recorded')
  pay(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: paymentBody }) body: RecordPayment,
    @IdempotencyKey() key: string,
    @CurrentActor() actor: Actor,
  ): Promise<Answer<RecordedPayment>> {
    return idempotently(this.db, actor, 'recordPayment', key, { id, ...body }, async (tx) =>
      created(await recordPayment(tx, id, body, actor), `/api/supply-runs/${id}/money`),
    );
  }
}
