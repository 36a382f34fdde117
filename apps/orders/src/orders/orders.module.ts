import { Module } from '@nestjs/common';
import { OrdersController } from './orders.controller.js';
import { ReadablePoints } from './readable-points.js';

@Module({ controllers: [OrdersController], providers: [ReadablePoints] })
export class OrdersModule {}
