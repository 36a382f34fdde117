import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import { ApiAnswer, CurrentActor, inCommunity, type Page, Permission } from '@jielong/platform';
import { DataSource } from 'typeorm';
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
  constructor(private readonly db: DataSource) {}

  /** Trips, stops and pickup points of a run. */
  @Get('goods')
  @Permission('custody.read')
  @ApiOperation({ operationId: 'showGoods', summary: 'trips, stops and pickup points of a run / 货到哪里了' })
  @ApiAnswer(200, goodsSchema, 'a run that is not locked yet has none')
  goods(@Param('id', { schema: idSchema }) id: string, @CurrentActor() { community }: Actor): Promise<Goods> {
    return inCommunity(this.db, community, (tx) => readGoodsOf(tx, id));
  }

  /** Who holds which portions now. */
  @Get('custody')
  @Permission('custody.read')
  @ApiOperation({ operationId: 'showCustody', summary: 'who holds which portions / 货在谁手里' })
  @ApiAnswer(200, custodySchema, 'places that hold nothing are left out')
  custody(@Param('id', { schema: idSchema }) id: string, @CurrentActor() { community }: Actor): Promise<Custody> {
    return inCommunity(this.db, community, (tx) => readCustody(tx, id));
  }

  /** The ledger of goods, the oldest movement first. */
  @Get('movements')
  @Permission('custody.read')
  @ApiOperation({ operationId: 'listMovements', summary: 'the ledger of goods / 货物流水' })
  @ApiAnswer(200, z.object({ items: z.array(movementSchema), next: z.string().nullable() }), 'the oldest first')
  movements(
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: movementsQuery }) query: MovementsQuery,
    @CurrentActor() { community }: Actor,
  ): Promise<Page<MovementItem>> {
    return inCommunity(this.db, community, (tx) => listMovements(tx, id, query));
  }
}
