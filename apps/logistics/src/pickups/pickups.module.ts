import { Module } from '@nestjs/common';
import { PickupDesk } from './pickup-desk.js';
import { PickupsController } from './pickups.controller.js';

/** Handing out at the gate: scans, pickups and their conflicts. */
@Module({ controllers: [PickupsController], providers: [PickupDesk], exports: [PickupDesk] })
export class PickupsModule {}
