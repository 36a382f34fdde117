import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { emptyBody, idSchema } from '@jielong/kernel/schemas';
import {
  type AddGroup,
  addGroupBody,
  type AppointLeader,
  appointLeaderBody,
  type ChangeGroup,
  changeGroupBody,
  type FormGroups,
  formGroupsBody,
  groupQuery,
  groupsAnswer,
  oneGroupAnswer,
  proposalAnswer,
  proposalQuery,
} from '@jielong/members-contract/schemas';
import type { Grouping } from '@jielong/members-domain';
import { ApiAnswer, created, Idempotent, Operation, type Work } from '@jielong/platform';
import type { z } from 'zod';
import { add, appoint, change, end } from './change-group.js';
import { form } from './form-groups.js';
import { readProposal } from './propose-groups.js';
import { type Group, type Groups, listGroups, readGroup } from './read-groups.js';

@Controller('groups')
export class GroupsController {
  @Get()
  @Operation('listGroups', 'organisation.read', 'Branches and their groups, with leaders and what they are in charge of; names are masked')
  @ApiAnswer(200, groupsAnswer, 'all of them: there is no next page')
  list(): Work<Groups> {
    return listGroups;
  }

  @Get('proposal')
  @Operation(
    'proposeGroups',
    'groups.propose',
    'Propose groups of 8 to 10 near their homes, with a leader each; says why',
    'Writes nothing: a person changes what is proposed and forms the groups.',
  )
  @ApiAnswer(200, proposalAnswer, 'the same for the same people')
  propose(@Query({ schema: proposalQuery }) query: z.output<typeof proposalQuery>): Work<Grouping> {
    return (tx) => readProposal(tx, query);
  }

  @Post('formation')
  @HttpCode(200)
  @Idempotent()
  @Operation(
    'formGroups',
    'organisation.write',
    'Form the groups of a branch, from a day on',
    'Whoever stood in one of its groups and is in none of these stands in the branch itself. By the rules of the import; 422 has its codes.',
  )
  @ApiAnswer(200, groupsAnswer, 'all groups as they are now')
  form(@Body({ schema: formGroupsBody }) body: FormGroups): Work<Groups> {
    return (tx) => form(tx, body);
  }

  @Get(':id')
  @Operation(
    'showGroup',
    'organisation.read',
    'A group with its leader and members, on any day',
    'Also one that has ended. Names are masked.',
  )
  @ApiAnswer(200, oneGroupAnswer, 'the group as it is now, with the people of that day')
  show(@Param('id', { schema: idSchema }) id: string, @Query({ schema: groupQuery }) { on }: z.output<typeof groupQuery>): Work<Group> {
    return (tx) => readGroup(tx, id, on);
  }

  @Post()
  @Idempotent()
  @Operation(
    'addGroup',
    'organisation.write',
    'Add a group to a branch, or a branch',
    'Without `group` it is the branch itself. By the rules of the import; 422 has its codes. 409 `group-exists`.',
  )
  @ApiAnswer(201, oneGroupAnswer, 'the group')
  add(@Body({ schema: addGroupBody }) body: AddGroup): Work<Group> {
    return async (tx) => {
      const group = await add(tx, body);
      return created(group, `/api/groups/${group.id}`);
    };
  }

  @Patch(':id')
  @Idempotent()
  @Operation(
    'changeGroup',
    'organisation.write',
    'Change what a group is in charge of, or what its branch is for',
    'What is left out stays. `source` and `purposes` are of the branch, and hold for all of its groups.',
  )
  @ApiAnswer(200, oneGroupAnswer, 'the group as it is now')
  change(@Param('id', { schema: idSchema }) id: string, @Body({ schema: changeGroupBody }) body: ChangeGroup): Work<Group> {
    return (tx) => change(tx, id, body);
  }

  @Post(':id/leader')
  @HttpCode(200)
  @Idempotent()
  @Operation(
    'appointLeader',
    'organisation.write',
    'Another one leads a group, from a day on',
    'Whoever led it stays in it as a member. 409 `person-not-listed`; 422 `not-yet`, `before-last-change`.',
  )
  @ApiAnswer(200, oneGroupAnswer, 'the group as it is now')
  appoint(@Param('id', { schema: idSchema }) id: string, @Body({ schema: appointLeaderBody }) body: AppointLeader): Work<Group> {
    return (tx) => appoint(tx, id, body);
  }

  @Post(':id/end')
  @HttpCode(200)
  @Idempotent()
  @Operation(
    'endGroup',
    'organisation.write',
    'A group is there no more',
    'Who stood in it is kept. Again, it changes nothing. 409 `group-not-empty`.',
  )
  @ApiAnswer(200, oneGroupAnswer, 'the group, active no more')
  end(@Param('id', { schema: idSchema }) id: string, @Body({ schema: emptyBody }) _: z.output<typeof emptyBody>): Work<Group> {
    return (tx) => end(tx, id);
  }
}
