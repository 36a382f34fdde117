import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { emptyBody, personCodeSchema } from '@jielong/kernel/schemas';
import {
  type AddPerson,
  addPersonBody,
  type ChangePerson,
  changePersonBody,
  findPeopleBody,
  type MovePerson,
  movePersonBody,
  onePersonAnswer,
  peopleAnswer,
  peopleQuery,
  roleBody,
  type RoleOf,
} from '@jielong/members-contract/schemas';
import { ApiAnswer, created, Idempotent, Operation, type Page, type Work } from '@jielong/platform';
import type { z } from 'zod';
import { add, change, end, give, move, take } from './change-person.js';
import { type ListedPerson, listPeople } from './list-people.js';
import { type Person, readPerson } from './read-person.js';

@Controller('people')
export class PeopleController {
  @Get()
  @Operation('listPeople', 'organisation.read', 'Whoever acts: codes, roles and what they cover; names are masked')
  @ApiAnswer(200, peopleAnswer, 'by code')
  list(@Query({ schema: peopleQuery }) query: z.output<typeof peopleQuery>): Work<Page<ListedPerson>> {
    return (tx) => listPeople(tx, query);
  }

  @Post('find')
  @HttpCode(200)
  @Operation('findPeople', 'people.find', 'Whoever has a telephone; names are masked', '`phone` is a whole number. Only reads.')
  @ApiAnswer(200, peopleAnswer, 'by code')
  find(@Body({ schema: findPeopleBody }) wanted: z.output<typeof findPeopleBody>): Work<Page<ListedPerson>> {
    return (tx) => listPeople(tx, wanted);
  }

  @Get(':code')
  @Operation(
    'showPerson',
    'people.read',
    'A person with skills, limits, availability, and every group of now and before; that it was read is recorded',
    'Also one who has ended. Name and phone are not shown.',
  )
  @ApiAnswer(200, onePersonAnswer, 'the person')
  show(@Param('code', { schema: personCodeSchema }) code: string): Work<Person> {
    return (tx) => readPerson(tx, code);
  }

  @Post()
  @Idempotent()
  @Operation(
    'addPerson',
    'organisation.write',
    'Put a person on the list of members',
    'By the rules of the import; 422 has its codes. 409 `person-exists`. An import of the list that has no such person ends this one: its preview shows it.',
  )
  @ApiAnswer(201, onePersonAnswer, 'the person')
  add(@Body({ schema: addPersonBody }) body: AddPerson): Work<Person> {
    return async (tx) => created(await add(tx, body), `/api/people/${encodeURIComponent(body.code)}`);
  }

  @Patch(':code')
  @Idempotent()
  @Operation(
    'changePerson',
    'organisation.write',
    'Change what is said of a person',
    'What is left out stays. A later import that says otherwise is the newer word, and its preview shows it. 409 `person-not-listed`.',
  )
  @ApiAnswer(200, onePersonAnswer, 'the person as it is now')
  change(@Param('code', { schema: personCodeSchema }) code: string, @Body({ schema: changePersonBody }) body: ChangePerson): Work<Person> {
    return (tx) => change(tx, code, body);
  }

  @Post(':code/move')
  @HttpCode(200)
  @Idempotent()
  @Operation(
    'movePerson',
    'organisation.write',
    'Move a person to another group or duty, from a day on',
    'Where the person stood before is kept. 409 `person-not-listed`; 422 `not-yet`, `before-last-change`, `two-leaders`, `unknown-group`.',
  )
  @ApiAnswer(200, onePersonAnswer, 'the person as it is now')
  move(@Param('code', { schema: personCodeSchema }) code: string, @Body({ schema: movePersonBody }) body: MovePerson): Work<Person> {
    return (tx) => move(tx, code, body);
  }

  @Post(':code/roles')
  @HttpCode(200)
  @Idempotent()
  @Operation(
    'giveRole',
    'organisation.write',
    'Give a person a role, for what it covers',
    'By the rules of the import: 422 `unknown-scope`. Again, it changes nothing. A later list of roles is the newer word.',
  )
  @ApiAnswer(200, onePersonAnswer, 'the person as it is now')
  give(@Param('code', { schema: personCodeSchema }) code: string, @Body({ schema: roleBody }) body: RoleOf): Work<Person> {
    return (tx) => give(tx, code, body);
  }

  @Post(':code/roles/end')
  @HttpCode(200)
  @Idempotent()
  @Operation(
    'endRole',
    'organisation.write',
    'A person holds a role no more',
    'Whoever stands in no other list then acts no more. 404 `role-not-held`; 422 `no-coordinator`.',
  )
  @ApiAnswer(200, onePersonAnswer, 'the person as it is now')
  take(@Param('code', { schema: personCodeSchema }) code: string, @Body({ schema: roleBody }) body: RoleOf): Work<Person> {
    return (tx) => take(tx, code, body);
  }

  @Post(':code/end')
  @HttpCode(200)
  @Idempotent()
  @Operation(
    'endPerson',
    'organisation.write',
    'A person acts no more',
    'Leaves every list, role and group; nothing of what was done is deleted. Again, it changes nothing. 422 `no-coordinator`, `still-needed`.',
  )
  @ApiAnswer(200, onePersonAnswer, 'the person, active no more')
  end(@Param('code', { schema: personCodeSchema }) code: string, @Body({ schema: emptyBody }) _: z.output<typeof emptyBody>): Work<Person> {
    return (tx) => end(tx, code);
  }
}
