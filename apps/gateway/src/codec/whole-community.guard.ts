import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { mayAnywhere } from '@jielong/kernel';
import { permissions, roleNames } from '@jielong/members-contract';
import { actorOf, notYours, permissionOf } from '@jielong/platform';
import type { Request } from 'express';

const table: Readonly<Record<string, readonly string[] | 'everybody'>> = permissions;

/** Lets in who holds a role of the table for the whole community: the gateway has no rows that could belong to a part of it. */
@Injectable()
export class WholeCommunityGuard implements CanActivate {
  canActivate(execution: ExecutionContext): boolean {
    const roles = [table[permissionOf(execution.getHandler()) ?? ''] ?? []].flat();
    if (!mayAnywhere(actorOf(execution.switchToHttp().getRequest<Request>()), roles)) throw notYours(roles, roleNames);
    return true;
  }
}
