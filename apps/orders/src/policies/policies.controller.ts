import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { policiesAnswer, policiesBody } from '@jielong/orders-contract/schemas';
import type { PolicyWishes } from '@jielong/orders-domain';
import {
  type Answer,
  ApiAnswer,
  CurrentActor,
  Idempotent,
  IdempotencyKey,
  idempotently,
  inCommunity,
  ok,
  Permission,
} from '@jielong/platform';
import { DataSource } from 'typeorm';
import { policiesInForce, type PoliciesVersion, setPolicies } from './policies.rows.js';

@ApiTags('policies')
@Controller('policies')
export class PoliciesController {
  constructor(private readonly db: DataSource) {}

  /** What the community has chosen. */
  @Get()
  @Permission('policies.read')
  @ApiOperation({ operationId: 'showPolicies', summary: 'policies in force / 现行规则' })
  @ApiAnswer(200, policiesAnswer, 'version 0 are the defaults')
  show(@CurrentActor() { community }: Actor): Promise<PoliciesVersion> {
    return inCommunity(this.db, community, policiesInForce);
  }

  /** A new version; what is not named stays. */
  @Put()
  @Idempotent()
  @Permission('policies.write')
  @ApiOperation({ operationId: 'setPolicies', summary: 'new version of the policies / 修改规则' })
  @ApiAnswer(200, policiesAnswer, 'in force for runs that open from now on')
  set(
    @Body({ schema: policiesBody }) wishes: PolicyWishes,
    @IdempotencyKey() key: string,
    @CurrentActor() actor: Actor,
  ): Promise<Answer<PoliciesVersion>> {
    return idempotently(this.db, actor, 'setPolicies', key, wishes, async (tx) => ok(await setPolicies(tx, wishes)));
  }
}
