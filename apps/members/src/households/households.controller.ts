import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import {
  addHouseholdBody,
  changeHouseholdBody,
  householdsAnswer,
  householdsQuery,
  oneHouseholdAnswer,
  type AddHousehold,
  type ChangeHousehold,
} from '@jielong/members-contract/schemas';
import { ApiAnswer, created, CurrentActor, Idempotent, idempotently, IdempotencyKey, inCommunity, ok, Permission } from '@jielong/platform';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { addHousehold } from './add-household.js';
import { changeHousehold } from './change-household.js';
import { listHouseholds } from './list-households.js';
import { readHousehold } from './read-household.js';

@Controller('households')
export class HouseholdsController {
  constructor(private readonly db: DataSource) {}

  @Get()
  @Permission('households.read')
  @ApiOperation({
    operationId: 'listHouseholds',
    summary: 'Households, by compound or by room',
    description: '`room` in any usual way of writing it; all households of the room come. Where the unit is left out, those of every unit.',
  })
  @ApiAnswer(200, householdsAnswer, 'by compound, building, unit, room; names are masked')
  list(@Query({ schema: householdsQuery }) query: z.output<typeof householdsQuery>, @CurrentActor() { community }: Actor) {
    return inCommunity(this.db, community, (tx) => listHouseholds(tx, query));
  }

  @Get(':id')
  @Permission('households.read')
  @ApiOperation({ operationId: 'showHousehold', summary: 'A household with name, phone and flags; that it was read is recorded' })
  @ApiAnswer(200, oneHouseholdAnswer, 'the household')
  show(@Param('id', { schema: idSchema }) id: string, @CurrentActor() { community }: Actor) {
    return inCommunity(this.db, community, (tx) => readHousehold(tx, id));
  }

  @Post()
  @Idempotent()
  @Permission('households.write')
  @ApiOperation({
    operationId: 'addHousehold',
    summary: 'Add a household that no list has, or another one of a room',
    description:
      'It is provisional until an imported list has a household in that room. 422 `unknown-building`, `unknown-unit`, `unreadable-room`.',
  })
  @ApiAnswer(201, oneHouseholdAnswer, 'the household')
  add(@Body({ schema: addHouseholdBody }) body: AddHousehold, @IdempotencyKey() key: string, @CurrentActor() actor: Actor) {
    return idempotently(this.db, actor, 'addHousehold', key, body, async (tx) => {
      const household = await addHousehold(tx, body);
      return created(household, `/api/households/${household.id}`);
    });
  }

  @Patch(':id')
  @Idempotent()
  @Permission('households.write')
  @ApiOperation({
    operationId: 'changeHousehold',
    summary: 'Set how a household gets its portions, or its flags',
    description: 'What a person sets stays through every import; null gives it back to the list.',
  })
  @ApiAnswer(200, oneHouseholdAnswer, 'the household as it is now')
  change(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: changeHouseholdBody }) body: ChangeHousehold,
    @IdempotencyKey() key: string,
    @CurrentActor() actor: Actor,
  ) {
    return idempotently(this.db, actor, 'changeHousehold', key, { id, ...body }, async (tx) => ok(await changeHousehold(tx, id, body)));
  }
}
