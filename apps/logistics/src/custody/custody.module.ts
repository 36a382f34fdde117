import { Module } from '@nestjs/common';
import { CustodyController } from './custody.controller.js';

/** Who holds what. */
@Module({ controllers: [CustodyController] })
export class CustodyModule {}
