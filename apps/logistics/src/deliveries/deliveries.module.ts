import { Module } from '@nestjs/common';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveryDesk } from './delivery-desk.js';

/** To-door, left at the door, drop at the building. */
@Module({ controllers: [DeliveriesController], providers: [DeliveryDesk] })
export class DeliveriesModule {}
