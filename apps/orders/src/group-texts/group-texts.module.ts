import { Module } from '@nestjs/common';
import { GroupTextsController } from './group-texts.controller.js';

@Module({ controllers: [GroupTextsController] })
export class GroupTextsModule {}
