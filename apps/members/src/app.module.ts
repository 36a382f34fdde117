import { Module } from '@nestjs/common';
import { membersViews } from '@jielong/members-contract';
import { actorModule, auditModule, databaseModule } from '@jielong/platform';
import { CommunityController } from './community/community.controller.js';
import { CompoundsController } from './compounds/compounds.controller.js';
import { HouseholdsController } from './households/households.controller.js';
import { ImportsController } from './imports/imports.controller.js';
import { PeopleController } from './people/people.controller.js';
import { SupplyTeamsController } from './people/supply-teams.controller.js';

/** members knows who people are and where they live. */
@Module({
  imports: [databaseModule({ schema: 'members' }), actorModule({ peopleView: membersViews.people }), auditModule('members', '人员')],
  controllers: [ImportsController, CommunityController, CompoundsController, HouseholdsController, PeopleController, SupplyTeamsController],
})
export class AppModule {}
