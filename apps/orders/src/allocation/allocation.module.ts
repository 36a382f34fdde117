import { Module } from '@nestjs/common';
import { AllocationController } from './allocation.controller.js';
import { ReadablePoints } from '../orders/readable-points.js';

@Module({ controllers: [AllocationController], providers: [ReadablePoints] })
export class AllocationModule {}
