import { Module } from '@nestjs/common';
import { membersViews } from '@jielong/members-contract';
import { actorModule, databaseModule, processesModule, TemporalModule } from '@jielong/platform';
import { CatalogueModule } from './catalogue/catalogue.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { PoliciesModule } from './policies/policies.module.js';
import { SignUpsModule } from './sign-ups/sign-ups.module.js';
import { SupplyRunsModule } from './supply-runs/supply-runs.module.js';

/** orders: what is wanted, who gets what, and what it costs. */
@Module({
  imports: [
    databaseModule({ schema: 'orders', entities: [] }),
    actorModule({ peopleView: membersViews.people }),
    TemporalModule.forRoot({ service: 'orders', activities: [] }),
    processesModule(),
    CatalogueModule,
    PoliciesModule,
    SupplyRunsModule,
    OrdersModule,
    SignUpsModule,
  ],
})
export class AppModule {}
