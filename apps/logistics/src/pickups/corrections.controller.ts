import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import { ApiAnswer, Concerns, CurrentActor, Idempotent, Operation, type Work } from '@jielong/platform';
import {
  conflictIdSchema,
  type DecisionAnswer,
  decisionAnswerSchema,
  type DecisionBody,
  decisionSchema,
  type Reversal,
  type ReversalAnswer,
  reversalAnswerSchema,
  reversalSchema,
} from './correction.schema.js';
import { decideConflict } from './decide-conflict.js';
import { reversePickup } from './reverse-pickup.js';

/** What was wrong at the gate, put right: rows are added, none is changed. */
@ApiTags('pickups')
@Controller()
export class CorrectionsController {
  /**
   * All or part of a pickup goes back: to the point, or, where the household finds it missing or damaged in its bag, to there; then what there is
   * is divided again. Never more than the pickup gave: already-reversed, more-than-given 409. Not once the books are closed: books-closed 409.
   */
  @Post('pickups/:id/reverse')
  @HttpCode(200)
  @Idempotent()
  @Operation('reversePickup', 'pickups.correct', 'Takes back a pickup, or a part of it. 更正取货')
  @ApiAnswer(200, reversalAnswerSchema, 'taken back')
  reverse(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: reversalSchema }) body: Reversal,
    @CurrentActor() actor: Actor,
  ): Work<ReversalAnswer> {
    return (tx) => reversePickup(tx, id, body, actor);
  }

  /**
   * What a scan was that contradicts the books, once: decided-before 409 names the first decision. `count` books a hand-out, also after the point has
   * closed, from what is left there or was counted as missing; refused where the books cannot give it: more-than-held, nothing-to-count 409.
   */
  @Post('supply-runs/:id/conflicts/:conflictId/decision')
  @HttpCode(200)
  @Idempotent()
  @Concerns('pickup-points', ({ params }) => params['id'])
  @Operation('decideConflict', 'pickups.correct', 'Decides a scan that contradicts the books. 处理取货冲突')
  @ApiAnswer(200, decisionAnswerSchema, 'decided')
  decide(
    @Param('id', { schema: idSchema }) runId: string,
    @Param('conflictId', { schema: conflictIdSchema }) conflictId: string,
    @Body({ schema: decisionSchema }) body: DecisionBody,
    @CurrentActor() actor: Actor,
  ): Work<DecisionAnswer> {
    return (tx) => decideConflict(tx, conflictId, { ...body, runId, actor });
  }
}
