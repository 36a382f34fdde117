import { applyDecorators, RequestMethod, SetMetadata, type INestApplication, type Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import { concernsOf, pathOf } from './concerns.js';

const permissionKey = Symbol('permission');
const publicKey = Symbol('public');

/** Names the row of the one table of permissions that this endpoint needs: a guard looks there. */
export const Permission = (permission: string): MethodDecorator =>
  applyDecorators(SetMetadata(permissionKey, permission), ApiExtension('x-permission', permission));

const timesKey = Symbol('times');
/** For an endpoint that judges what it is told by when it was done: a role is heard there also when its time is over, as long as its bearer is known. */
export const JudgesTimes = (): MethodDecorator => SetMetadata(timesKey, true);
export const judgesTimes = (handler: object): boolean => Reflect.getMetadata(timesKey, handler) === true;

/** Anybody may call it, without saying who: health, metrics, documentation. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(publicKey, true);

export const isPublic = (...targets: readonly object[]): boolean =>
  targets.some((target) => Reflect.getMetadata(publicKey, target) === true);

/** The row that an endpoint names; undefined: none, and nobody may. */
export const permissionOf = (handler: object): string | undefined => Reflect.getMetadata(permissionKey, handler) as string | undefined;

export interface Endpoint {
  readonly controller: string;
  readonly handler: string;
  /** `POST`, and `/trips/:id/handoff` below `/api`. */
  readonly method: string;
  readonly path: string;
  /** The kind of row on which it acts first, where it is one. */
  readonly concern: string | undefined;
  /** Undefined where none is named: a test refuses that. */
  readonly permission: string | undefined;
  readonly public: boolean;
}

/** Every endpoint of an application with its permission. `permissionsOf(app).filter((e) => !e.public && !e.permission)` must be empty. */
export function permissionsOf(app: INestApplication): Endpoint[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => (typeof metatype === 'function' ? endpointsOf(metatype as Type<object>) : []));
}

function endpointsOf(controller: Type<object>): Endpoint[] {
  const prototype = controller.prototype as Record<string, object>;
  return new MetadataScanner().getAllMethodNames(prototype).flatMap((handler) => {
    const method = prototype[handler];
    if (!method || Reflect.getMetadata(METHOD_METADATA, method) === undefined) return [];
    return [
      {
        controller: controller.name,
        handler,
        method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, method) as RequestMethod],
        path: `/${pathOf(method, controller).join('/')}`,
        concern: concernsOf(method, controller)[0]?.kind,
        permission: permissionOf(method),
        public: isPublic(method, controller),
      },
    ];
  });
}
