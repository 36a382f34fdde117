import { Module } from '@nestjs/common';
import { inboxController, processesController } from '@jielong/platform';
import { OrdersActivityService } from './orders.activities.js';
import { stepEndpoints } from './step-endpoints.js';

/** Human steps of orders: their endpoints, the inbox, and the activities by which they are written. */
@Module({
  controllers: [...stepEndpoints, inboxController('orders', '订单'), processesController('orders', '订单')],
  providers: [OrdersActivityService],
  exports: [OrdersActivityService],
})
export class StepsModule {}
