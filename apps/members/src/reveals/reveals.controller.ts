import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import type { Actor } from '@jielong/kernel';
import { idSchema, personCodeSchema } from '@jielong/kernel/schemas';
import {
  revealBody,
  type RevealBody,
  revealedHouseholdAnswer,
  revealedPersonAnswer,
  revealsAnswer,
  revealsQuery,
} from '@jielong/members-contract/schemas';
import { ApiAnswer, CurrentActor, Operation, type Page, SERVICE_CONFIG, type Work } from '@jielong/platform';
import type { z } from 'zod';
import type { MembersConfig } from '../config.js';
import { householdNow } from '../households/read-household.js';
import { householdInFull, personInFull, type RevealedHousehold, type RevealedPerson } from './revealed.js';
import { listReveals, noteReveal, type Reveal } from './reveals.rows.js';

const counted =
  'Who, whom and why is kept and shown to the coordinator. So many households and people a day (REVEALS_PER_DAY, 20); the same again on the same ' +
  'day counts once, so that it may be repeated without a key. 403 `reveals-used-up`.';

@Controller()
export class RevealsController {
  constructor(@Inject(SERVICE_CONFIG) private readonly config: Pick<MembersConfig, 'REVEALS_PER_DAY'>) {}

  @Post('households/:id/reveal')
  @HttpCode(200)
  @Operation('revealHousehold', 'households.reveal', 'Name, telephones, remark and flags of a household, for a reason', counted)
  @ApiAnswer(200, revealedHouseholdAnswer, 'the household that it is now, in full')
  household(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: revealBody }) body: RevealBody,
    @CurrentActor() actor: Actor,
  ): Work<RevealedHousehold> {
    return async (tx) => {
      const household = await householdInFull(tx, await householdNow(tx, id));
      await noteReveal(tx, { kind: 'household', subject: household.id, ...this.by(actor), ...body });
      return household;
    };
  }

  @Post('people/:code/reveal')
  @HttpCode(200)
  @Operation('revealPerson', 'people.reveal', 'Name and telephone of a person, for a reason', counted)
  @ApiAnswer(200, revealedPersonAnswer, 'the person, in full')
  person(
    @Param('code', { schema: personCodeSchema }) code: string,
    @Body({ schema: revealBody }) body: RevealBody,
    @CurrentActor() actor: Actor,
  ): Work<RevealedPerson> {
    return async (tx) => {
      const person = await personInFull(tx, code);
      await noteReveal(tx, { kind: 'person', subject: code, ...this.by(actor), ...body });
      return person;
    };
  }

  @Get('reveals')
  @Operation('listReveals', 'reveals.read', 'Who has seen the full data of whom, when and why', 'That it was read is recorded.')
  @ApiAnswer(200, revealsAnswer, 'the last first')
  list(@Query({ schema: revealsQuery }) query: z.output<typeof revealsQuery>): Work<Page<Reveal>> {
    return (tx) => listReveals(tx, query);
  }

  private readonly by = ({ code }: Actor) => ({ by: code, limit: this.config.REVEALS_PER_DAY });
}
