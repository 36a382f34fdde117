import { Module } from '@nestjs/common';
import { RetentionActivities } from './retention.activities.js';
import { RetentionController } from './retention.controller.js';
import { RetentionSchedule } from './retention-schedule.js';

/** How long data is kept, and the rounds that forget what is over. */
@Module({ controllers: [RetentionController], providers: [RetentionActivities, RetentionSchedule], exports: [RetentionActivities] })
export class RetentionModule {}
