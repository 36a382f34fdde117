import { Module } from '@nestjs/common';
import { ErasureActivities } from './erasure.activities.js';
import { ErasuresController } from './erasures.controller.js';

/** What is known of somebody: to be shown to them, and to be forgotten. */
@Module({ controllers: [ErasuresController], providers: [ErasureActivities], exports: [ErasureActivities] })
export class ErasuresModule {}
