import { Module } from '@nestjs/common';
import { MoneyController } from './money.controller.js';
import { PaymentsController } from './payments.controller.js';

@Module({ controllers: [MoneyController, PaymentsController] })
export class MoneyModule {}
