import { Module } from '@nestjs/common';
import { SignUpsController } from './sign-ups.controller.js';

@Module({ controllers: [SignUpsController] })
export class SignUpsModule {}
