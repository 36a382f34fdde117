import { Module } from '@nestjs/common';
import { SupplyRunsController } from './supply-runs.controller.js';

@Module({ controllers: [SupplyRunsController] })
export class SupplyRunsModule {}
