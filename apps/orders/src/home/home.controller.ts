import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, householdOf } from '@jielong/kernel';
import { homeAnswer, homeQuery } from '@jielong/orders-contract/schemas';
import { ApiAnswer, Concerns, CurrentActor, Operation, type Work } from '@jielong/platform';
import type { z } from 'zod';
import { type HomeView, readHome } from './home.query.js';

@ApiTags('home')
@Controller('home')
export class HomeController {
  /** What is a household's own, or is ordered for another one that lets it, for whoever comes by its link (`Authorization: Bearer`, with what stands behind `t=`). */
  @Get('now')
  @Concerns('ordered-for', ({ query }) => query['household'] ?? [])
  @Operation(
    'showHome',
    'home.read',
    'open runs, own orders, pickup codes and balance / 本户',
    'It orders, changes and withdraws by the operations of orders, as everybody does.',
  )
  @ApiAnswer(200, homeAnswer, 'as it stands now')
  now(@Query({ schema: homeQuery }) { household }: z.output<typeof homeQuery>, @CurrentActor() actor: Actor): Work<HomeView> {
    const own = householdOf(actor) ?? nobodysHome;
    return (tx) => readHome(tx, household ?? own, own);
  }
}

/** Of a role without a household: none has this id. */
const nobodysHome = '00000000-0000-0000-0000-000000000000';
