import { scopeRole } from '@jielong/kernel';
import { permissions } from '@jielong/members-contract';
import type { Called } from './access-cells.js';
import { acting } from './acting.js';

/** What a key asks for, with which scopes, and whether it may. */
export interface KeyCell {
  readonly endpoint: Called;
  readonly scopes: readonly string[];
  readonly isAllowed: boolean;
}

/** The headers of a request by the service `test`, whose key has these scopes, as the gateway sends them on. */
export const actingByKey = (community: string, scopes: readonly string[]) =>
  acting(
    `${community}/service:test`,
    scopes.map((scope) => ({ role: scopeRole(scope), scope: {} })),
    { channel: 'service' },
  );

/** Every endpoint, by a key with just its scope, and by one with every other permission there is. */
export function keyCells(endpoints: readonly Called[]): KeyCell[] {
  return endpoints
    .filter((endpoint) => !endpoint.public)
    .flatMap((endpoint) => {
      const { permission = '' } = endpoint;
      const others = Object.keys(permissions).filter((name) => name !== permission);
      return [
        { endpoint, scopes: [permission], isAllowed: true },
        { endpoint, scopes: others, isAllowed: false },
      ];
    });
}

/** Asks in every cell; the ones in which the answer is not what the scopes say, in words. */
export async function wrongKeyCells(cells: readonly KeyCell[], isLetIn: (cell: KeyCell) => Promise<boolean>): Promise<string[]> {
  const wrong: string[] = [];
  for (const cell of cells) {
    const { endpoint, scopes, isAllowed } = cell;
    if ((await isLetIn(cell)) !== isAllowed)
      wrong.push(`${endpoint.method} ${endpoint.path}: ${scopes.length} scopes, should be ${isAllowed ? 'let in' : 'refused'}`);
  }
  return wrong;
}
