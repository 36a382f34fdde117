import { Module } from '@nestjs/common';
import { PurchasesController } from './purchases.controller.js';

@Module({ controllers: [PurchasesController] })
export class PurchasesModule {}
