import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { idSchema } from '@jielong/kernel/schemas';
import { ApiAnswer, Concerns, created, Idempotent, Operation, type Page, type Work } from '@jielong/platform';
import { z } from 'zod';
import { planByHand } from './plan-by-hand.js';
import { type PlanTripBody, planTripSchema, type Trip, tripSchema, type TripsQuery, tripsQuery } from './trip.schema.js';
import { listTrips, readTrip } from './trips.query.js';

/** Buses and their stops. */
@ApiTags('trips')
@Controller('trips')
export class TripsController {
  /** The newest first. */
  @Get()
  @Operation('listTrips', 'trips.read', 'trips / 车次')
  @ApiAnswer(200, z.object({ items: z.array(tripSchema), next: z.string().nullable() }), 'the newest first')
  list(@Query({ schema: tripsQuery }) query: TripsQuery): Work<Page<Trip>> {
    return (tx) => listTrips(tx, query);
  }

  /** One trip with its stops. */
  @Get(':id')
  @Operation('showTrip', 'trips.read', 'a trip / 一个车次')
  @ApiAnswer(200, tripSchema, 'the trip')
  show(@Param('id', { schema: idSchema }) id: string): Work<Trip> {
    return (tx) => readTrip(tx, id);
  }

  /** Plans a trip by hand; its process starts at once. At lock, nothing more is planned for the points that it serves. */
  @Post()
  @Idempotent()
  @Concerns('supply-runs', ({ body }) => body['runs'])
  @Operation('planTrip', 'trips.plan', 'plan a trip / 派车')
  @ApiAnswer(201, tripSchema, 'planned')
  plan(@Body({ schema: planTripSchema }) body: PlanTripBody): Work<Trip> {
    return async (tx) => {
      const id = await planByHand(tx, body);
      return created(await readTrip(tx, id), `/api/trips/${id}`);
    };
  }
}
