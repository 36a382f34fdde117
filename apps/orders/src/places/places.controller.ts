import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { idSchema } from '@jielong/kernel/schemas';
import { closeBuildingsBody, movePickupBody, placesChangedAnswer } from '@jielong/orders-contract/schemas';
import { ApiAnswer, Idempotent, Operation, type Work } from '@jielong/platform';
import { type CloseBuildings, closeBuildings } from './close-buildings.js';
import { type MovePickup, movePickup } from './move-pickup.js';
import type { PlacesChanged } from './untouched-orders.js';

/** Where, and how, households of a run get their portions, when that changes while it goes on. */
@ApiTags('supply-runs')
@Controller('supply-runs/:id')
export class PlacesController {
  /**
   * A whole gate (`from`), or some buildings, collect at another point of the compound. Codes stay valid; who has fetched something already stays
   * (`stayed`). Goods that are at the old point are carried over (goods-events, `moved`). pickup-over 409; no-such-pickup-point,
   * no-such-building, moves-nowhere 422.
   */
  @Post('pickup-moves')
  @HttpCode(200)
  @Idempotent()
  @Operation('movePickup', 'supply-runs.move', 'a pickup point moves / 换自提点')
  @ApiAnswer(200, placesChangedAnswer, 'how many orders go along')
  move(@Param('id', { schema: idSchema }) id: string, @Body({ schema: movePickupBody }) body: MovePickup): Work<PlacesChanged> {
    return (tx) => movePickup(tx, id, body);
  }

  /** Nobody leaves these buildings any more: their orders become drops there. pickup-over 409; no-such-building 422. */
  @Post('building-closures')
  @HttpCode(200)
  @Idempotent()
  @Operation('closeBuildings', 'supply-runs.move', 'buildings are closed / 楼栋封闭')
  @ApiAnswer(200, placesChangedAnswer, 'how many orders become drops')
  close(@Param('id', { schema: idSchema }) id: string, @Body({ schema: closeBuildingsBody }) body: CloseBuildings): Work<PlacesChanged> {
    return (tx) => closeBuildings(tx, id, body);
  }
}
