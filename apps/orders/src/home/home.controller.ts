import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, householdOf } from '@jielong/kernel';
import { homeAnswer } from '@jielong/orders-contract/schemas';
import { ApiAnswer, CurrentActor, Operation, type Work } from '@jielong/platform';
import { type HomeView, readHome } from './home.query.js';

@ApiTags('home')
@Controller('home')
export class HomeController {
  /** What is a household's own, for whoever comes by its link (`Authorization: Bearer`, with what stands behind `t=`). */
  @Get('now')
  @Operation(
    'showHome',
    'home.read',
    'open runs, own orders, pickup codes and balance / 本户',
    'It orders, changes and withdraws by the operations of orders, as everybody does.',
  )
  @ApiAnswer(200, homeAnswer, 'as it stands now')
  now(@CurrentActor() actor: Actor): Work<HomeView> {
    return (tx) => readHome(tx, householdOf(actor) ?? nobodysHome);
  }
}

/** Of a role without a household: none has this id. */
const nobodysHome = '00000000-0000-0000-0000-000000000000';
