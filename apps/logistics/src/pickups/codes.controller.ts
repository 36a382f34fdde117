import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { idSchema } from '@jielong/kernel/schemas';
import { ApiAnswer, Idempotent, Operation, type Work } from '@jielong/platform';
import { replacedCodeSchema } from './pickup.schema.js';
import { type ReplacedCode, replaceCode } from './replace-code.js';

/** Codes that somebody else may have read. */
@ApiTags('pickups')
@Controller('pickup-orders')
export class CodesController {
  /**
   * The old code and the old QR code open nothing from now on; what was handed out by them stays. A printed list still shows the old one: who comes
   * with that is not handed anything until it has been looked at. 409 pickup-over.
   */
  @Post(':id/code')
  @HttpCode(200)
  @Idempotent()
  @Operation('replacePickupCode', 'pickups.replace-code', 'A new code for an order, in place of one that others may have read. 换取货码')
  @ApiAnswer(200, replacedCodeSchema, 'the new one')
  replace(@Param('id', { schema: idSchema }) orderId: string): Work<ReplacedCode> {
    return (tx) => replaceCode(tx, orderId);
  }
}
