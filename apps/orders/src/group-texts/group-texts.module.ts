import { Module } from '@nestjs/common';
import { GroupTextsController } from './group-texts.controller.js';
import { ReadablePoints } from '../orders/readable-points.js';

@Module({ controllers: [GroupTextsController], providers: [ReadablePoints] })
export class GroupTextsModule {}
