import { Module } from '@nestjs/common';
import { InboxController } from './inbox.controller.js';
import { OrdersActivityService } from './orders.activities.js';
import { stepEndpoints } from './step-endpoints.js';

/** Human steps of orders: their endpoints, the inbox, and the activities by which they are written. */
@Module({ controllers: [...stepEndpoints, InboxController], providers: [OrdersActivityService], exports: [OrdersActivityService] })
export class StepsModule {}
