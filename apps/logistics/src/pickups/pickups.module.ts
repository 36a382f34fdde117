import { Module } from '@nestjs/common';
import { CodesController } from './codes.controller.js';
import { CorrectionsController } from './corrections.controller.js';
import { PickupDesk } from './pickup-desk.js';
import { PickupsController } from './pickups.controller.js';

/** Handing out at the gate: scans, pickups and their conflicts. */
@Module({ controllers: [PickupsController, CorrectionsController, CodesController], providers: [PickupDesk], exports: [PickupDesk] })
export class PickupsModule {}
