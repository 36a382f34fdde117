import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { idSchema } from '@jielong/kernel/schemas';
import { ApiAnswer, Operation, type Page, type Work } from '@jielong/platform';
import { z } from 'zod';
import { listMovements, readCustody } from './custody.query.js';
import {
  type Custody,
  custodySchema,
  type Goods,
  goodsSchema,
  type MovementItem,
  movementSchema,
  type MovementsQuery,
  movementsQuery,
} from './custody.schema.js';
import { readGoodsOf } from './goods.query.js';

/** Where the goods of a run are. */
@ApiTags('custody')
@Controller('supply-runs/:id')
export class CustodyController {
  /** Trips, stops and pickup points of a run. */
  @Get('goods')
  @Operation('showGoods', 'custody.read', 'trips, stops and pickup points of a run / 货到哪里了')
  @ApiAnswer(200, goodsSchema, 'a run that is not locked yet has none')
  goods(@Param('id', { schema: idSchema }) id: string): Work<Goods> {
    return (tx) => readGoodsOf(tx, id);
  }

  /** Who holds which portions now. */
  @Get('custody')
  @Operation('showCustody', 'custody.read', 'who holds which portions / 货在谁手里')
  @ApiAnswer(200, custodySchema, 'places that hold nothing are left out')
  custody(@Param('id', { schema: idSchema }) id: string): Work<Custody> {
    return (tx) => readCustody(tx, id);
  }

  /** The ledger of goods, the oldest movement first. */
  @Get('movements')
  @Operation('listMovements', 'custody.read', 'the ledger of goods / 货物流水')
  @ApiAnswer(200, z.object({ items: z.array(movementSchema), next: z.string().nullable() }), 'the oldest first')
  movements(
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: movementsQuery }) query: MovementsQuery,
  ): Work<Page<MovementItem>> {
    return (tx) => listMovements(tx, id, query);
  }
}
