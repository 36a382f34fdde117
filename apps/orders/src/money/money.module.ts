import { Module } from '@nestjs/common';
import { MoneyController } from './money.controller.js';

@Module({ controllers: [MoneyController] })
export class MoneyModule {}
