import { type DynamicModule, Module } from '@nestjs/common';
import { membersViews, permissions, roleNames } from '@jielong/members-contract';
import { actorModule, auditModule, databaseModule, limitsModule, TemporalModule, TokenSigner } from '@jielong/platform';
import { belongings } from './belongings.js';
import { Accounts } from './accounts/accounts.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { JoinDesk } from './accounts/join-desk.js';
import { JoinController } from './accounts/join.controller.js';
import { CommunityController } from './community/community.controller.js';
import { CompoundsController } from './compounds/compounds.controller.js';
import type { MembersConfig } from './config.js';
import { ContactsController } from './contacts/contacts.controller.js';
import { DataController } from './data/data.controller.js';
import { ExportsController } from './exports/exports.controller.js';
import { GroupsController } from './groups/groups.controller.js';
import { HouseholdLinkMaker } from './household-links/household-link-maker.js';
import { HouseholdLinksController } from './household-links/household-links.controller.js';
import { HouseholdsController } from './households/households.controller.js';
import { ImportsController } from './imports/imports.controller.js';
import { KeysController } from './keys/keys.controller.js';
import { IdentityProvider } from './oidc/identity-provider.js';
import { OidcDesk } from './oidc/oidc-desk.js';
import { OidcController } from './oidc/oidc.controller.js';
import { PeopleController } from './people/people.controller.js';
import { SupplyTeamsController } from './people/supply-teams.controller.js';
import { MembersActivityService } from './members.activities.js';
import { ProxiesController } from './proxies/proxies.controller.js';
import { RevealsController } from './reveals/reveals.controller.js';
import { InternalController } from './sessions/internal.controller.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SignInDesk } from './sessions/sign-in.js';
import { SignInPageController } from './sessions/sign-in-page.controller.js';
import { SignInForm } from './sessions/sign-in-form.js';
import { SignInLimits } from './sessions/sign-in-limits.js';
import { ShiftDesk } from './shifts/shift-desk.js';
import { ShiftDevicesController } from './shifts/shift-devices.controller.js';
import { ShiftPageController } from './shifts/shift-page.controller.js';
import { ShiftPages } from './shifts/shift-pages.js';
import { ShiftsController } from './shifts/shifts.controller.js';

/** members knows who people are and where they live. */
@Module({
  imports: [
    databaseModule({ schema: 'members' }),
    actorModule({ peopleView: membersViews.people, permissions, roleNames, belongings, hidden: ['households', 'household-contacts'] }),
    auditModule('members', '人员'),
    TemporalModule.forRoot({ service: 'members', activities: [MembersActivityService] }),
    limitsModule({ schema: 'members', patienceMs: 5_000 }), // without it nobody signs in,
  ],
  controllers: [
    ImportsController,
    ExportsController,
    CommunityController,
    CompoundsController,
    HouseholdLinksController,
    HouseholdsController,
    PeopleController,
    GroupsController,
    RevealsController,
    ContactsController,
    DataController,
    ProxiesController,
    SupplyTeamsController,
    SessionsController,
    SignInPageController,
    AccountsController,
    KeysController,
    JoinController,
    ShiftsController,
    ShiftDevicesController,
    ShiftPageController,
    OidcController,
    InternalController,
  ],
  providers: [
    ...[SignInDesk, SignInForm, SignInLimits, IdentityProvider, OidcDesk],
    ...[Accounts, JoinDesk, HouseholdLinkMaker, ShiftDesk, ShiftPages, MembersActivityService],
  ],
})
export class AppModule {
  static with({ SIGNING_KEYS }: MembersConfig): DynamicModule {
    return { module: AppModule, providers: [{ provide: TokenSigner, useValue: new TokenSigner(SIGNING_KEYS) }] };
  }
}
