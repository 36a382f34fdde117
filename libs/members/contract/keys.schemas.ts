import { idSchema, instantSchema, pageQuery } from '@jielong/kernel/schemas';
import { z } from 'zod';
import { keyScopes } from './key-scopes.js';
import { type Permission, permissions } from './permissions.js';

const mostDays = 366;
const mostOverlapHours = 168;
const daysSchema = z.number().int().min(1).max(mostDays);
/** `service:<name>` has to be as short as the code of a person. */
const serviceSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,23}$/)
  .meta({ description: 'the program that uses it; it acts as `service:<name>`', example: 'mini-program' });
const permissionSchema = z.enum(Object.keys(permissions) as [Permission, ...Permission[]]);

export const makeKeyBody = z.strictObject({
  service: serviceSchema,
  scopes: z
    .array(permissionSchema)
    .min(1)
    .max(keyScopes.length)
    .transform((scopes) => [...new Set(scopes)].sort())
    .meta({
      description: `permissions, each for the whole community: ${keyScopes.join(', ')}`,
      example: ['orders.place', 'supply-runs.read'],
    }),
  days: daysSchema.default(90).meta({ description: 'how long it is good for' }),
});
export type MakeKey = z.output<typeof makeKeyBody>;

export const rotateKeyBody = z.strictObject({
  overlapHours: z
    .number()
    .int()
    .min(0)
    .max(mostOverlapHours)
    .default(24)
    .meta({ description: 'how long the old one is still good for, at most: until the service has the new one' }),
});
export type RotateKey = z.output<typeof rotateKeyBody>;

export const keysQuery = pageQuery;
/** A key, without what opens it. */
export const keyAnswer = z.object({
  id: idSchema,
  service: serviceSchema,
  scopes: z.array(permissionSchema),
  madeBy: z.string(),
  madeAt: instantSchema,
  expiresAt: instantSchema,
  seenAt: instantSchema.nullable().meta({ description: 'when it was used last, exact to five minutes; null: never' }),
  replacedBy: idSchema.nullable().meta({ description: 'the key that a rotation has made in its place' }),
  revokedAt: instantSchema.nullable(),
  revokedBy: z.string().nullable(),
});
export const keysAnswer = z.object({ items: z.array(keyAnswer), next: z.string().nullable() });
/** Shown once: nobody can show the key again. */
export const madeKeyAnswer = keyAnswer.extend({
  key: z.string().meta({ description: 'shown once: the service sends it as `Authorization: Bearer …`' }),
});
