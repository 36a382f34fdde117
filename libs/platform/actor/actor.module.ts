import type { DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ACTOR_OPTIONS, ActorGuard, type ActorOptions } from './actor.guard.js';

class ActorModule {}

/** Puts the guard before every endpoint that is not `@Public()`. */
export const actorModule = (options: ActorOptions): DynamicModule => ({
  module: ActorModule,
  providers: [
    { provide: ACTOR_OPTIONS, useValue: options },
    { provide: APP_GUARD, useClass: ActorGuard },
  ],
});
