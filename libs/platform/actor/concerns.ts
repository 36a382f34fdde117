import { SetMetadata } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import type { Request } from 'express';

/** Rows on which an endpoint acts: of which kind, and by what they are named in the request. */
export interface Concern {
  readonly kind: string;
  /** Empty: on none, and the role is enough. */
  readonly ids: (request: Request) => readonly unknown[];
  /** Whether a row that is not there is left to the endpoint. */
  readonly ignoresUnknown?: boolean;
}
const concernKey = Symbol('concern');
interface Wish {
  /** A row that is not there is left to the endpoint. */
  readonly unknown?: 'ignored';
}

/**
 * `@Concerns('compounds', ({ body }) => body.compound)`: where the address does not name the row, or not every row; several have all to be covered.
 * What comes in is as it was sent.
 */
export const Concerns =
  (kind: string, named: (request: Sent) => unknown, { unknown }: Wish = {}): MethodDecorator =>
  (target, property, descriptor) => {
    const ids = (request: Request) => [...new Set([named(sentIn(request))].flat())];
    const others = saidOf(descriptor.value as object);
    SetMetadata(concernKey, [{ kind, ids, ignoresUnknown: unknown === 'ignored' }, ...others])(target, property, descriptor);
  };

const saidOf = (handler: object): readonly Concern[] => (Reflect.getMetadata(concernKey, handler) as readonly Concern[] | undefined) ?? [];

/** Nothing of what was sent has been looked at yet. */
export interface Sent {
  readonly params: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
}
const membersOf = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === 'object' && value !== null ? { ...value } : {});
const sentIn = ({ params, body, query }: Request): Sent => ({ params, body: membersOf(body), query: membersOf(query) });

/** What an endpoint acts on: as it says, else by its path, `trips/:id/handoff`. One that is undefined: no row in particular. */
export function concernsOf(handler: object, controller: object): readonly (Concern | undefined)[] {
  const said = saidOf(handler);
  return said.length > 0 ? said : [concernIn(pathOf(handler, controller))];
}

function concernIn(path: readonly string[]): Concern | undefined {
  const [kind, parameter] = path;
  if (kind === undefined || parameter?.startsWith(':') !== true) return undefined;
  return { kind, ids: ({ params }) => [params[parameter.slice(1)]] };
}

/** Segments of `supply-runs/:id/goods`. */
export const pathOf = (handler: object, controller: object): string[] =>
  [controller, handler].flatMap((target) => String(Reflect.getMetadata(PATH_METADATA, target) ?? '').split('/')).filter(Boolean);
