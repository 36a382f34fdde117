import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Access } from './access.js';
import { AccessGuard } from './access.guard.js';
import { ACTOR_OPTIONS, type ActorOptions } from './actor-options.js';
import { ActorGuard } from './actor.guard.js';
import { Belongings } from './belongings.js';

@Module({})
class ActorModule {}

/** Before every endpoint that is not `@Public()`: first who it is, then whether they may. */
export const actorModule = (options: ActorOptions): DynamicModule => ({
  module: ActorModule,
  global: true, // whoever takes a report knows who may be named in it
  providers: [
    { provide: ACTOR_OPTIONS, useValue: options },
    Belongings,
    Access,
    { provide: APP_GUARD, useClass: ActorGuard },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [ACTOR_OPTIONS, Access],
});
