import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import {
  type Answer,
  ApiAnswer,
  created,
  CurrentActor,
  Idempotent,
  IdempotencyKey,
  idempotently,
  inCommunity,
  Permission,
  type Page,
} from '@jielong/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { planByHand } from './plan-by-hand.js';
import { type PlanTripBody, planTripSchema, type Trip, tripSchema, type TripsQuery, tripsQuery } from './trip.schema.js';
import { listTrips, readTrip } from './trips.query.js';

/** Buses and their stops. */
@ApiTags('trips')
@Controller('trips')
export class TripsController {
  constructor(private readonly db: DataSource) {}

  /** The newest first. */
  @Get()
  @Permission('trips.read')
  @ApiOperation({ operationId: 'listTrips', summary: 'trips / 车次' })
  @ApiAnswer(200, z.object({ items: z.array(tripSchema), next: z.string().nullable() }), 'the newest first')
  list(@Query({ schema: tripsQuery }) query: TripsQuery, @CurrentActor() { community }: Actor): Promise<Page<Trip>> {
    return inCommunity(this.db, community, (tx) => listTrips(tx, query));
  }

  /** One trip with its stops. */
  @Get(':id')
  @Permission('trips.read')
  @ApiOperation({ operationId: 'showTrip', summary: 'a trip / 一个车次' })
  @ApiAnswer(200, tripSchema, 'the trip')
  show(@Param('id', { schema: idSchema }) id: string, @CurrentActor() { community }: Actor): Promise<Trip> {
    return inCommunity(this.db, community, (tx) => readTrip(tx, id));
  }

  /** Plans a trip by hand; its process starts at once. At lock, nothing more is planned for the points that it serves. */
  @Post()
  @Idempotent()
  @Permission('trips.plan')
  @ApiOperation({ operationId: 'planTrip', summary: 'plan a trip / 派车' })
  @ApiAnswer(201, tripSchema, 'planned')
  plan(
    @Body({ schema: planTripSchema }) body: PlanTripBody,
    @IdempotencyKey() key: string,
    @CurrentActor() actor: Actor,
  ): Promise<Answer<Trip>> {
    return idempotently(this.db, actor, 'planTrip', key, body, async (tx) => {
      const id = await planByHand(tx, body);
      return created(await readTrip(tx, id), `/api/trips/${id}`);
    });
  }
}
