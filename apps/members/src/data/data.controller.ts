import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import type { Actor } from '@jielong/kernel';
import { idSchema, personCodeSchema } from '@jielong/kernel/schemas';
import { householdDataAnswer, personDataAnswer, revealBody, type RevealBody } from '@jielong/members-contract/schemas';
import { ApiAnswer, CurrentActor, Operation, SERVICE_CONFIG, type Work } from '@jielong/platform';
import type { MembersConfig } from '../config.js';
import { noteReveal } from '../reveals/reveals.rows.js';
import { type HouseholdData, householdData } from './household-data.query.js';
import { type PersonData, personData } from './person-data.query.js';

const counted = 'For whoever it is about. Counted and kept as a reveal is, with its reason; only reads, and may be repeated without a key.';

@Controller()
export class DataController {
  constructor(@Inject(SERVICE_CONFIG) private readonly config: Pick<MembersConfig, 'REVEALS_PER_DAY'>) {}

  @Post('households/:id/data')
  @HttpCode(200)
  @Operation('exportHousehold', 'data.export', 'All that members has about a household, for a reason', counted)
  @ApiAnswer(200, householdDataAnswer, 'the household that it is now, also one that has ended')
  household(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: revealBody }) body: RevealBody,
    @CurrentActor() actor: Actor,
  ): Work<HouseholdData> {
    return async (tx) => {
      const data = await householdData(tx, id);
      await noteReveal(tx, { kind: 'household', subject: data.id, ...this.by(actor), ...body });
      return data;
    };
  }

  @Post('people/:code/data')
  @HttpCode(200)
  @Operation('exportPerson', 'data.export', 'All that members has about a person, for a reason', counted)
  @ApiAnswer(200, personDataAnswer, 'the person, also one who has ended')
  person(
    @Param('code', { schema: personCodeSchema }) code: string,
    @Body({ schema: revealBody }) body: RevealBody,
    @CurrentActor() actor: Actor,
  ): Work<PersonData> {
    return async (tx) => {
      const data = await personData(tx, code);
      await noteReveal(tx, { kind: 'person', subject: code, ...this.by(actor), ...body });
      return data;
    };
  }

  private readonly by = ({ code }: Actor) => ({ by: code, limit: this.config.REVEALS_PER_DAY });
}
