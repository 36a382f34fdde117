import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import {
  ApiAnswer,
  CheckLeftOpen,
  Concerns,
  CurrentActor,
  type FirstRead,
  JudgesTimes,
  Operation,
  type Page,
  prefersEnglish,
  type Work,
} from '@jielong/platform';
import { listConflicts } from './conflicts.query.js';
import { mustBeOfShift } from './of-shift.js';
import { listPickupOrders, type PickupOrderItem } from './pickup-orders.query.js';
import {
  type Ask,
  askSchema,
  batchAnswerSchema,
  batchBody,
  conflictsPageSchema,
  type ConflictsQuery,
  conflictsQuery,
  scanAnswerSchema,
} from './pickup.schema.js';
import {
  type FindPickupOrders,
  findPickupOrdersBody,
  type PickupOrdersQuery,
  pickupOrdersPageSchema,
  pickupOrdersQuery,
} from './pickup.schema.js';
import { PickupDesk } from './pickup-desk.js';
import { readBatch } from './said.js';

/** The answer with its text in the caller's language as `message`. */
const worded = <A extends { readonly text: { zh: string; en: string } }>(answer: A, language = '') => ({
  ...answer,
  message: prefersEnglish(language) ? answer.text.en : answer.text.zh,
});

const membersOf = (scan: unknown): Readonly<Record<string, unknown>> => (typeof scan === 'object' && scan !== null ? { ...scan } : {});
/** Points, or runs, that the scans of a batch name, whatever else they say. */
const namedIn = ({ scans }: Readonly<Record<string, unknown>>, name: 'pointId' | 'run'): unknown[] =>
  Array.isArray(scans) ? scans.map((scan: unknown) => membersOf(scan)[name] ?? null) : [];

/** Handing out at the gate. */
@Controller()
export class PickupsController {
  constructor(private readonly desk: PickupDesk) {}

  /**
   * One household picks up, online. `lines` are whole portions by bundle code; all of it where they are left out. Refused with nothing kept:
   * unknown-code 404, unreadable-room 422, several-households, wrong-place, not-ready, already-handed-out, nothing-left, more-than-allocated 409.
   * The same scanId and body again gives the first answer; another body under it is scan-id-reused 422.
   */
  @Post('pickups')
  @HttpCode(200)
  @Concerns('pickup-points', ({ body }) => body['pointId'])
  @Operation('askPickup', 'pickups.record', 'Hand out: asks, and is told at once. 取货')
  @ApiAnswer(200, scanAnswerSchema, 'handed out')
  async ask(
    @Body({ schema: askSchema }) body: Ask,
    @CurrentActor() actor: Actor,
    @CheckLeftOpen() check?: FirstRead,
    @Headers('accept-language') language?: string,
  ) {
    return worded(await this.desk.ask(actor, body, check), language);
  }

  /**
   * What an offline device has handed out, in its order. Always 200 with an answer for each item, malformed ones too, of which the first 20 are
   * kept; what contradicts the books is kept as a conflict and never dropped. 403 where it names a point or a run elsewhere. Sending it again is safe. From a device of a shift, also for 24 hours after it, each is judged by when
   * it was made (`givenAt`) and counts for whoever was at the device then; one made at another time is kept as the conflict `not-on-shift`.
   */
  @Post('pickups/batch')
  @HttpCode(200)
  @JudgesTimes()
  @Concerns('pickup-points', ({ body }) => namedIn(body, 'pointId'), { unknown: 'ignored' }) // a scan of nowhere is answered as such
  @Concerns('supply-runs', ({ body }) => namedIn(body, 'run'), { unknown: 'ignored' })
  @Operation('stateScans', 'pickups.record', 'Scans of an offline device: states, and is never refused. 离线取货补传')
  @ApiBody({ schema: batchBody })
  @ApiAnswer(200, batchAnswerSchema, 'an answer for each, in order')
  async batch(@Body() body: unknown, @CurrentActor() actor: Actor, @Headers('accept-language') language?: string) {
    const answers = await this.desk.state(actor, readBatch(body));
    return { answers: answers.map((answer) => worded(answer, language)) };
  }

  /** Who may pick up how much where, by building, unit and room. Names are masked; why somebody is delivered to is never said. */
  @Get('supply-runs/:id/pickup-orders')
  @Concerns('pickup-points', ({ params, query }) => query['point'] ?? params['id'])
  @Operation('listPickupOrders', 'pickups.read', 'Orders at the pickup points of a run. 待取清单')
  @ApiAnswer(200, pickupOrdersPageSchema, 'a page')
  pickupOrders(
    @Param('id', { schema: idSchema }) run: string,
    @Query({ schema: pickupOrdersQuery }) query: PickupOrdersQuery,
    @CurrentActor() actor: Actor,
  ): Work<Page<PickupOrderItem>> {
    return async (tx) => {
      await mustBeOfShift(tx, run, actor);
      return listPickupOrders(tx, run, query);
    };
  }

  /** The same of one room, in any usual writing. Only reads. */
  @Post('supply-runs/:id/pickup-orders/find')
  @HttpCode(200)
  @Concerns('pickup-points', ({ params, body }) => body['point'] ?? params['id'])
  @Operation('findPickupOrders', 'pickups.read', 'Orders of a room at the pickup points of a run. 按房号查待取')
  @ApiAnswer(200, pickupOrdersPageSchema, 'a page')
  findPickupOrders(
    @Param('id', { schema: idSchema }) run: string,
    @Body({ schema: findPickupOrdersBody }) wanted: FindPickupOrders,
    @CurrentActor() actor: Actor,
  ): Work<Page<PickupOrderItem>> {
    return async (tx) => {
      await mustBeOfShift(tx, run, actor);
      return listPickupOrders(tx, run, wanted);
    };
  }

  /** Scans that contradict the books, with what both say, what they may be decided as, and what was decided; oldest first. Why is not said at a device of a shift. */
  @Get('supply-runs/:id/conflicts')
  @Concerns('pickup-points', ({ params }) => params['id'])
  @Operation('listConflicts', 'pickups.read', 'Scans that contradict the books. 取货冲突')
  @ApiAnswer(200, conflictsPageSchema, 'a page')
  conflicts(
    @Param('id', { schema: idSchema }) run: string,
    @Query({ schema: conflictsQuery }) query: ConflictsQuery,
    @CurrentActor() actor: Actor,
  ): Work {
    return async (tx) => {
      await mustBeOfShift(tx, run, actor);
      return listConflicts(tx, run, query, { showsReasons: actor.posts === undefined });
    };
  }
}
