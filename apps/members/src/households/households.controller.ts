import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import {
  addHouseholdBody,
  changeHouseholdBody,
  type ConfirmHousehold,
  confirmHouseholdBody,
  findHouseholdsBody,
  householdChangesAnswer,
  householdsAnswer,
  householdsQuery,
  type MergeHousehold,
  mergeHouseholdAnswer,
  mergeHouseholdBody,
  oneHouseholdAnswer,
  type AddHousehold,
  type ChangeHousehold,
  type SplitHousehold,
  splitHouseholdBody,
} from '@jielong/members-contract/schemas';
import { Access, ApiAnswer, Concerns, created, CurrentActor, Idempotent, Operation, type Page, type Work } from '@jielong/platform';
import type { z } from 'zod';
import { addHousehold } from './add-household.js';
import { changeHousehold } from './change-household.js';
import { confirmHousehold } from './confirm-household.js';
import { type HouseholdChanges, listChanges } from './household-changes.rows.js';
import type { Household, ListedHousehold } from './household-columns.js';
import { listHouseholds } from './list-households.js';
import { type MergedHousehold, mergeHousehold } from './merge-household.js';
import { householdNow, readHousehold } from './read-household.js';
import { splitHousehold } from './split-household.js';

@Controller('households')
export class HouseholdsController {
  constructor(private readonly access: Access) {}

  @Get()
  @Concerns('compound-homes', ({ query }) => query['compound'])
  @Operation('listHouseholds', 'households.read', 'Households, by compound; those for which the caller is there')
  @ApiAnswer(200, householdsAnswer, 'by compound, building, unit, room; names are masked')
  list(
    @Query({ schema: householdsQuery }) query: z.output<typeof householdsQuery>,
    @CurrentActor() actor: Actor,
  ): Work<Page<ListedHousehold>> {
    return (tx) => listHouseholds(tx, query, this.access.scopesFor(actor, 'households.read'));
  }

  @Post('find')
  @HttpCode(200)
  @Concerns('compound-homes', ({ body }) => body['compound'])
  @Operation(
    'findHouseholds',
    'households.read',
    'Households of a room, or of a telephone',
    '`room` in any usual way of writing it; all households of the room come. Where the unit is left out, those of every unit. `phone` is a whole number. Only reads.',
  )
  @ApiAnswer(200, householdsAnswer, 'by compound, building, unit, room; names are masked')
  find(
    @Body({ schema: findHouseholdsBody }) wanted: z.output<typeof findHouseholdsBody>,
    @CurrentActor() actor: Actor,
  ): Work<Page<ListedHousehold>> {
    return (tx) => listHouseholds(tx, wanted, this.access.scopesFor(actor, 'households.read'));
  }

  @Get(':id')
  @Operation(
    'showHousehold',
    'households.read',
    'A household; name and telephone are masked',
    'The id of one that was merged shows the household that it is now. POST /api/households/{id}/reveal shows all of it, for a reason.',
  )
  @ApiAnswer(200, oneHouseholdAnswer, 'the household')
  show(@Param('id', { schema: idSchema }) id: string): Work<Household> {
    return async (tx) => readHousehold(tx, await householdNow(tx, id));
  }

  @Post()
  @Idempotent()
  @Concerns('compounds', ({ body }) => body['compound'])
  @Operation(
    'addHousehold',
    'households.write',
    'Add a household that no list has, or another one of a room',
    'It is provisional until an imported list has it, or a person confirms it. 422 `unknown-building`, `unknown-unit`, `unreadable-room`.',
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

  @Get(':id/changes')
  @Operation(
    'listHouseholdChanges',
    'households.read',
    'Who confirmed, merged or split a household, when and why',
    'A reason is shown to those who may change households; that it was read is recorded.',
  )
  @ApiAnswer(200, householdChangesAnswer, 'in the order in which they were made')
  changes(@Param('id', { schema: idSchema }) id: string, @CurrentActor() actor: Actor): Work<HouseholdChanges> {
    return (tx) => listChanges(tx, id, actor);
  }

  @Post(':id/confirm')
  @HttpCode(200)
  @Idempotent()
  @Operation(
    'confirmHousehold',
    'households.write',
    'Confirm a provisional household',
    'Again, it changes nothing. 409 `household-merged`.',
  )
  @ApiAnswer(200, oneHouseholdAnswer, 'the household, provisional no more')
  confirm(@Param('id', { schema: idSchema }) id: string, @Body({ schema: confirmHouseholdBody }) body: ConfirmHousehold): Work<Household> {
    return (tx) => confirmHousehold(tx, id, body);
  }

  @Post(':id/merge')
  @HttpCode(200)
  @Idempotent()
  @Operation(
    'mergeHousehold',
    'households.write',
    'Two households of a room are one: this one ends, its id means the other from now on',
    'Its orders and its balance are the other’s; POST /api/household-merges joins what both have ordered. Flags of either hold for both, and of their ways the one that does more. ' +
      'Said again, it changes nothing. 409 `household-merged`, `first-household-stays`; 422 `merged-into-itself`, `other-room`.',
  )
  @ApiAnswer(200, mergeHouseholdAnswer, 'the household that stays')
  merge(@Param('id', { schema: idSchema }) id: string, @Body({ schema: mergeHouseholdBody }) body: MergeHousehold): Work<MergedHousehold> {
    return (tx) => mergeHousehold(tx, id, body);
  }

  @Post(':id/split')
  @Idempotent()
  @Operation(
    'splitHousehold',
    'households.write',
    'Part of a household is one of its own from now on, in the same room',
    'The new one is provisional until it is confirmed. Orders and balance stay with the old one; POST /api/orders/{id}/household moves an order. ' +
      '409 `household-merged`.',
  )
  @ApiAnswer(201, oneHouseholdAnswer, 'the new household')
  split(@Param('id', { schema: idSchema }) id: string, @Body({ schema: splitHouseholdBody }) body: SplitHousehold): Work<Household> {
    return async (tx) => {
      const household = await splitHousehold(tx, id, body);
      return created(household, `/api/households/${household.id}`);
    };
  }
}
