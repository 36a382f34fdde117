import { Module } from '@nestjs/common';
import { TripsController } from './trips.controller.js';

/** Buses, their stops, and planning them. */
@Module({ controllers: [TripsController] })
export class TripsModule {}
