import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ActorGuard } from './actor.guard.js';

export interface ActorOptions {
  /** A view with community_id, code, active: `members.published_people_v1`. */
  readonly peopleView: string;
}
export const ACTOR_OPTIONS = Symbol('ActorOptions');

@Module({})
class ActorModule {}

/** Puts the guard before every endpoint that is not `@Public()`. */
export const actorModule = (options: ActorOptions): DynamicModule => ({
  module: ActorModule,
  global: true, // whoever takes a report knows who may be named in it
  providers: [
    { provide: ACTOR_OPTIONS, useValue: options },
    { provide: APP_GUARD, useClass: ActorGuard },
  ],
  exports: [ACTOR_OPTIONS],
});
