import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { Actor } from '@jielong/kernel';
import { ApiAnswer, Concerns, CurrentActor, Operation } from '@jielong/platform';
import { type Delivery, deliveryAnswerSchema, deliverySchema } from './delivery.schema.js';
import { DeliveryDesk } from './delivery-desk.js';

/** Portions brought to a door or a building. */
@Controller('deliveries')
export class DeliveriesController {
  constructor(private readonly desk: DeliveryDesk) {}

  /**
   * What came of it. `delivered` and `left-at-door` hand out everything (or `lines`, whole portions by bundle code) from the point;
   * `nobody-there` and `refused` leave it there, to be tried again. Refused as a pickup is: unknown-code 404, not-ready, already-handed-out,
   * nothing-left, more-than-allocated 409. The same scanId and body again gives the first answer.
   */
  @Post()
  @HttpCode(200)
  @Concerns('pickup-orders', ({ body }) => body['orderId'])
  @Operation('recordDelivery', 'deliveries.record', 'Outcome of a delivery. 送货结果')
  @ApiAnswer(200, deliveryAnswerSchema, 'recorded')
  record(@Body({ schema: deliverySchema }) body: Delivery, @CurrentActor() actor: Actor) {
    return this.desk.record(actor, body);
  }
}
