import { Module } from '@nestjs/common';
import { SheetsController } from './sheets.controller.js';

/** Lists to print and texts to paste. */
@Module({ controllers: [SheetsController] })
export class SheetsModule {}
