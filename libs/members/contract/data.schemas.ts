import { dateSchema, idSchema, instantSchema, personCodeSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';
import { proxyAnswer } from './proxies.schemas.js';
import { flagTermAnswer } from './reveals.schemas.js';
import { householdChanges, householdFlags } from './households.js';

const flags = z.array(z.enum(householdFlags));
const reveals = z
  .array(z.object({ reason: z.string(), revealedBy: personCodeSchema, at: instantSchema }))
  .meta({ description: 'who has seen it in full, and why, as far as that is still kept' });

/** All that members has about one household, for the household itself. What orders and logistics have, they say. */
export const householdDataAnswer = z.object({
  id: idSchema,
  compound: z.string(),
  building: z.string(),
  unit: z.string().nullable(),
  room: z.string(),
  residents: z.number().int(),
  residentsOver65: z.number().int(),
  priority: z.boolean(),
  usualFulfilment: z.string(),
  chosenFulfilment: z.string().nullable(),
  listedFlags: flags,
  chosenFlags: flags.nullable(),
  flagTerms: z.array(flagTermAnswer),
  mergedFlags: z
    .array(z.object({ household: idSchema, listedFlags: flags, chosenFlags: flags.nullable(), flagTerms: z.array(flagTermAnswer) }))
    .meta({ description: 'what still stands under the ids of households that were merged into it' }),
  endedAt: instantSchema.nullable(),
  contacts: z
    .array(z.object({ household: idSchema, name: z.string(), phone: z.string(), remark: z.string() }))
    .meta({ description: 'its own, and those of households that were merged into it' }),
  changes: z.array(
    z.object({
      change: z.enum(householdChanges),
      household: idSchema,
      other: idSchema.nullable(),
      reason: z.string().nullable(),
      enteredBy: personCodeSchema,
      at: instantSchema,
    }),
  ),
  proxies: z.array(proxyAnswer).meta({ description: 'who acts, has acted and will act for it' }),
  links: z
    .array(
      z.object({
        id: idSchema,
        madeBy: personCodeSchema,
        madeAt: instantSchema,
        revokedBy: z.string().nullable(),
        revokedAt: instantSchema.nullable(),
      }),
    )
    .meta({ description: 'slips by which it comes itself, without what opens them' }),
  reveals,
});

/** All that members has about one person, for the person. Orders and logistics have the code alone. */
export const personDataAnswer = z.object({
  code: personCodeSchema,
  name: z.string(),
  phone: z.string(),
  category: z.string(),
  gender: z.string().nullable(),
  age: z.number().int().nullable(),
  employer: z.string(),
  homeCompound: z.string().nullable(),
  homeBuilding: z.string().nullable(),
  skills: z.array(z.string()),
  limits: z.string(),
  availability: z.array(z.string()),
  remark: z.string(),
  endedAt: instantSchema.nullable(),
  roles: z.array(z.object({ role: z.string(), scope: z.string(), remark: z.string(), endedAt: instantSchema.nullable() })),
  teams: z.array(
    z.object({ team: z.string(), duty: z.string(), shift: z.string(), remark: z.string(), endedAt: instantSchema.nullable() }),
  ),
  memberships: z.array(
    z.object({ branch: z.string(), group: z.string(), duty: z.string(), fromDay: dateSchema, untilDay: dateSchema.nullable() }),
  ),
  shifts: z
    .array(z.object({ compound: z.string(), gate: z.string(), label: z.string(), fromAt: instantSchema, untilAt: instantSchema }))
    .meta({ description: 'when they were at which device of a gate, as far as that is still kept' }),
  sessions: z.array(z.object({ label: z.string(), channel: z.string(), openedAt: instantSchema, seenAt: instantSchema })),
  reveals,
});
