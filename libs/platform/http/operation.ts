import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Permission } from '../actor/permission.js';

const operationKey = Symbol('operation');

/** An endpoint's name in the documentation and before its Idempotency-Keys, the permission that it needs, and what it does, in a line. */
export const Operation = (operationId: string, permission: string, summary: string, description?: string): MethodDecorator =>
  applyDecorators(
    SetMetadata(operationKey, operationId),
    Permission(permission),
    ApiOperation({ operationId, summary, ...(description === undefined ? {} : { description }) }),
  );

/** The name that `@Operation` gives a handler; keys of an operation without one would mix with another's. */
export function operationOf(handler: { readonly name: string }): string {
  const operation: unknown = Reflect.getMetadata(operationKey, handler);
  if (typeof operation !== 'string') throw new Error(`${handler.name} has no @Operation`);
  return operation;
}
