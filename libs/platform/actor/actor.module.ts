import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ActorGuard } from './actor.guard.js';
import { ACTOR_OPTIONS, People, type ActorOptions } from './people.js';

@Module({})
class ActorModule {}

/** Puts the guard before every endpoint that is not `@Public()`. */
export const actorModule = (options: ActorOptions): DynamicModule => ({
  module: ActorModule,
  global: true, // whoever takes a report knows who may be named in it
  providers: [{ provide: ACTOR_OPTIONS, useValue: options }, People, { provide: APP_GUARD, useClass: ActorGuard }],
  exports: [ACTOR_OPTIONS],
});
