import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema, pageQuery } from '@jielong/kernel/schemas';
import {
  pageAnswer,
  paymentAnswer,
  paymentBody,
  paymentInList,
  paymentListAnswer,
  paymentListBody,
  payoutAnswer,
  payoutBody,
  reversalAnswer,
  reversalBody,
  waiverAnswer,
  waiverBody,
} from '@jielong/orders-contract/schemas';
import { ApiAnswer, Concerns, created, CurrentActor, Idempotent, Operation, type Page, type Work } from '@jielong/platform';
import type { z } from 'zod';
import { type PaidOut, type PayOut, payOut } from './pay-out.js';
import { commitPayments, type PaymentList, previewPayments, type ReadPayments } from './payment-list.js';
import { listPayments, type PaymentView } from './payments.query.js';
import { recordPayment, type RecordedPayment, type RecordPayment } from './record-payment.js';
import { type Reversal, reversePayment } from './reverse-payment.js';
import { type Waive, waive, type Waived } from './waive.js';

@ApiTags('money')
@Controller()
export class PaymentsController {
  /** A household has paid. */
  @Post('supply-runs/:id/payments')
  @Idempotent()
  @Concerns('households', ({ body }) => body['paidBy'])
  @Operation('recordPayment', 'payments.record', 'record a payment / 登记收款')
  @ApiAnswer(201, paymentAnswer, 'recorded')
  pay(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: paymentBody }) body: RecordPayment,
    @CurrentActor() actor: Actor,
  ): Work<RecordedPayment> {
    return async (tx) => created(await recordPayment(tx, id, body, actor), `/api/supply-runs/${id}/money`);
  }

  /** Payments of a run, with those that were reversed. */
  @Get('supply-runs/:id/payments')
  @Operation('listPayments', 'money.read', 'payments of a run / 收款明细')
  @ApiAnswer(200, pageAnswer(paymentInList), 'in the order in which they were entered')
  list(
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: pageQuery }) query: z.output<typeof pageQuery>,
  ): Work<Page<PaymentView>> {
    return (tx) => listPayments(tx, id, query);
  }

  /** A payment was none, or not this one: it goes back, once. */
  @Post('payments/:id/reverse')
  @HttpCode(200)
  @Idempotent()
  @Operation('reversePayment', 'payments.reverse', 'reverse a payment / 冲销收款')
  @ApiAnswer(200, reversalAnswer, 'reversed')
  reverse(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: reversalBody }) { reason }: z.output<typeof reversalBody>,
  ): Work<Reversal> {
    return (tx) => reversePayment(tx, id, reason);
  }

  /** A household's credit goes into its hand. */
  @Post('supply-runs/:id/payouts')
  @Idempotent()
  @Operation('payOut', 'payments.pay-out', 'pay out a credit / 退款给住户')
  @ApiAnswer(201, payoutAnswer, 'paid out; never more than its credit over all runs')
  payOut(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: payoutBody }) body: PayOut,
    @CurrentActor() actor: Actor,
  ): Work<PaidOut> {
    return async (tx) => created(await payOut(tx, id, body, actor), `/api/supply-runs/${id}/money`);
  }

  /** The fund does without what a household owes. */
  @Post('supply-runs/:id/waivers')
  @Idempotent()
  @Operation('waive', 'payments.waive', 'waive what is owed / 减免')
  @ApiAnswer(201, waiverAnswer, 'waived')
  waive(@Param('id', { schema: idSchema }) id: string, @Body({ schema: waiverBody }) body: Waive): Work<Waived> {
    return async (tx) => created(await waive(tx, id, body), `/api/supply-runs/${id}/money`);
  }

  /** Reads a pasted list of who has paid. Writes nothing. */
  @Post('supply-runs/:id/payment-lists/preview')
  @HttpCode(200)
  @Operation('previewPaymentList', 'payments.record', 'read a payment list / 预览收款名单')
  @ApiAnswer(200, paymentListAnswer, 'what a commit would book, and what is asked back')
  preview(@Param('id', { schema: idSchema }) id: string, @Body({ schema: paymentListBody }) body: PaymentList): Work<ReadPayments> {
    return (tx) => previewPayments(tx, id, body);
  }

  /** Books what is clear, each line once; what is not is asked back and blocks nobody. */
  @Post('supply-runs/:id/payment-lists/commit')
  @HttpCode(200)
  @Idempotent()
  @Operation('commitPaymentList', 'payments.record', 'book a payment list / 按名单登记收款')
  @ApiAnswer(200, paymentListAnswer, 'what is booked, and what is asked back')
  commit(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: paymentListBody }) body: PaymentList,
    @CurrentActor() actor: Actor,
  ): Work<ReadPayments> {
    return (tx) => commitPayments(tx, id, body, actor);
  }
}
