import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { policiesAnswer, policiesBody } from '@jielong/orders-contract/schemas';
import type { PolicyWishes } from '@jielong/orders-domain';
import { ApiAnswer, Idempotent, Operation, type Work } from '@jielong/platform';
import { policiesInForce, type PoliciesVersion, setPolicies } from './policies.rows.js';

@ApiTags('policies')
@Controller('policies')
export class PoliciesController {
  /** What the community has chosen. */
  @Get()
  @Operation('showPolicies', 'policies.read', 'policies in force / 现行规则')
  @ApiAnswer(200, policiesAnswer, 'version 0 are the defaults')
  show(): Work<PoliciesVersion> {
    return policiesInForce;
  }

  /** A new version; what is not named stays. */
  @Put()
  @Idempotent()
  @Operation('setPolicies', 'policies.write', 'new version of the policies / 修改规则')
  @ApiAnswer(200, policiesAnswer, 'in force for runs that open from now on')
  set(@Body({ schema: policiesBody }) wishes: PolicyWishes): Work<PoliciesVersion> {
    return (tx) => setPolicies(tx, wishes);
  }
}
