import { Module } from '@nestjs/common';
import { WrapUpsController } from './wrap-ups.controller.js';

/** Days that were kept on paper. */
@Module({ controllers: [WrapUpsController] })
export class WrapUpsModule {}
