import { Module } from '@nestjs/common';
import { membersViews, permissions, roleNames } from '@jielong/members-contract';
import { actorModule, auditModule, databaseModule, processesModule, TemporalModule } from '@jielong/platform';
import { belongings } from './belongings.js';
import { CustodyModule } from './custody/custody.module.js';
import { DeliveriesModule } from './deliveries/deliveries.module.js';
import { ErasureActivities } from './erasures/erasure.activities.js';
import { HouseholdPickupsController } from './erasures/household-pickups.controller.js';
import { linksModule } from './links/links.js';
import { PickupsModule } from './pickups/pickups.module.js';
import { RetentionActivities } from './retention/retention.activities.js';
import { SheetsModule } from './sheets/sheets.module.js';
import { LogisticsStepActivities } from './steps/step.activities.js';
import { StepsModule } from './steps/steps.module.js';
import { TripsModule } from './trips/trips.module.js';
import { WrapUpsModule } from './wrap-ups/wrap-ups.module.js';

/** logistics: where the goods are. */
@Module({
  imports: [
    databaseModule({ schema: 'logistics' }),
    actorModule({ peopleView: membersViews.people, permissions, roleNames, belongings, hidden: ['pickups', 'pickup-orders'] }),
    auditModule('logistics', '物流'),
    TemporalModule.forRoot({ service: 'logistics', activities: [LogisticsStepActivities, RetentionActivities, ErasureActivities] }),
    processesModule(),
    TripsModule,
    StepsModule,
    linksModule,
    CustodyModule,
    PickupsModule,
    DeliveriesModule,
    SheetsModule,
    WrapUpsModule,
  ],
  controllers: [HouseholdPickupsController],
  providers: [RetentionActivities, ErasureActivities],
})
export class AppModule {}
