import { Module } from '@nestjs/common';
import { membersViews, permissions, roleNames } from '@jielong/members-contract';
import { actorModule, auditModule, databaseModule, processesModule, TemporalModule } from '@jielong/platform';
import { belongings } from './belongings.js';
import { AllocationModule } from './allocation/allocation.module.js';
import { CatalogueModule } from './catalogue/catalogue.module.js';
import { ErasureActivities } from './erasures/erasure.activities.js';
import { ErasuresModule } from './erasures/erasures.module.js';
import { GroupTextsModule } from './group-texts/group-texts.module.js';
import { HomeModule } from './home/home.module.js';
import { linksModule } from './links/links.js';
import { MergesModule } from './merges/merges.module.js';
import { MoneyModule } from './money/money.module.js';
import { NoticesModule } from './notices/notices.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { PlacesModule } from './places/places.module.js';
import { PoliciesModule } from './policies/policies.module.js';
import { PurchasesModule } from './purchases/purchases.module.js';
import { RetentionActivities } from './retention/retention.activities.js';
import { RetentionModule } from './retention/retention.module.js';
import { SettlementModule } from './settlement/settlement.module.js';
import { SignUpsModule } from './sign-ups/sign-ups.module.js';
import { OrdersActivityService } from './steps/orders.activities.js';
import { StepsModule } from './steps/steps.module.js';
import { SupplyRunsModule } from './supply-runs/supply-runs.module.js';

/** orders: what is wanted, who gets what, and what it costs. */
@Module({
  imports: [
    databaseModule({ schema: 'orders' }),
    actorModule({ peopleView: membersViews.people, permissions, roleNames, belongings, hidden: ['orders', 'households', 'ordered-for'] }),
    auditModule('orders', '订单'),
    TemporalModule.forRoot({ service: 'orders', activities: [OrdersActivityService, RetentionActivities, ErasureActivities] }),
    processesModule(),
    CatalogueModule,
    PoliciesModule,
    RetentionModule,
    ErasuresModule,
    SupplyRunsModule,
    PlacesModule,
    OrdersModule,
    HomeModule,
    NoticesModule,
    MergesModule,
    SignUpsModule,
    PurchasesModule,
    AllocationModule,
    MoneyModule,
    GroupTextsModule,
    SettlementModule,
    StepsModule,
    linksModule,
  ],
})
export class AppModule {}
