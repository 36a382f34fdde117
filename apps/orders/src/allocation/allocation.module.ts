import { Module } from '@nestjs/common';
import { AllocationController } from './allocation.controller.js';

@Module({ controllers: [AllocationController] })
export class AllocationModule {}
