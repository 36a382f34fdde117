import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { idSchema } from '@jielong/kernel/schemas';
import {
  addHouseholdBody,
  changeHouseholdBody,
  findHouseholdsBody,
  householdsAnswer,
  householdsQuery,
  oneHouseholdAnswer,
  type AddHousehold,
  type ChangeHousehold,
} from '@jielong/members-contract/schemas';
import { ApiAnswer, created, Idempotent, Operation, type Page, type Work } from '@jielong/platform';
import type { z } from 'zod';
import { addHousehold } from './add-household.js';
import { changeHousehold } from './change-household.js';
import type { Household, ListedHousehold } from './household-columns.js';
import { listHouseholds } from './list-households.js';
import { readHousehold } from './read-household.js';

@Controller('households')
export class HouseholdsController {
  @Get()
  @Operation('listHouseholds', 'households.read', 'Households, by compound')
  @ApiAnswer(200, householdsAnswer, 'by compound, building, unit, room; names are masked')
  list(@Query({ schema: householdsQuery }) query: z.output<typeof householdsQuery>): Work<Page<ListedHousehold>> {
    return (tx) => listHouseholds(tx, query);
  }

  @Post('find')
  @HttpCode(200)
  @Operation(
    'findHouseholds',
    'households.read',
    'Households of a room',
    '`room` in any usual way of writing it; all households of the room come. Where the unit is left out, those of every unit. Only reads.',
  )
  @ApiAnswer(200, householdsAnswer, 'by compound, building, unit, room; names are masked')
  find(@Body({ schema: findHouseholdsBody }) wanted: z.output<typeof findHouseholdsBody>): Work<Page<ListedHousehold>> {
    return (tx) => listHouseholds(tx, wanted);
  }

  @Get(':id')
  @Operation('showHousehold', 'households.read', 'A household with name, phone and flags; that it was read is recorded')
  @ApiAnswer(200, oneHouseholdAnswer, 'the household')
  show(@Param('id', { schema: idSchema }) id: string): Work<Household> {
    return (tx) => readHousehold(tx, id);
  }

  @Post()
  @Idempotent()
  @Operation(
    'addHousehold',
    'households.write',
    'Add a household that no list has, or another one of a room',
    'It is provisional until an imported list has a household in that room. 422 `unknown-building`, `unknown-unit`, `unreadable-room`.',
  )
  @ApiAnswer(201, oneHouseholdAnswer, 'the household')
  add(@Body({ schema: addHouseholdBody }) body: AddHousehold): Work<Household> {
    return async (tx) => {
      const household = await addHousehold(tx, body);
      return created(household, `/api/households/${household.id}`);
    };
  }

  @Patch(':id')
  @Idempotent()
  @Operation(
    'changeHousehold',
    'households.write',
    'Set how a household gets its portions, or its flags',
    'What a person sets stays through every import; null gives it back to the list.',
  )
  @ApiAnswer(200, oneHouseholdAnswer, 'the household as it is now')
  change(@Param('id', { schema: idSchema }) id: string, @Body({ schema: changeHouseholdBody }) body: ChangeHousehold): Work<Household> {
    return (tx) => changeHousehold(tx, id, body);
  }
}
