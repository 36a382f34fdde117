import { dateSchema, idSchema, instantSchema, pageBody, pageQuery, personCodeSchema, reasonSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';
import { householdChanges, householdFlags } from './households.js';
import { nameSchema, phoneSchema } from './people.schemas.js';
import { importKinds, type ImportKind } from './routes.js';

export {
  type AddGroup,
  addGroupBody,
  type AddPerson,
  addPersonBody,
  type AppointLeader,
  appointLeaderBody,
  type ChangeGroup,
  changeGroupBody,
  type ChangePerson,
  changePersonBody,
  type FormGroups,
  formGroupsBody,
  groupQuery,
  groupsAnswer,
  type MovePerson,
  movePersonBody,
  oneGroupAnswer,
  onePersonAnswer,
  peopleAnswer,
  peopleQuery,
  proposalAnswer,
  proposalQuery,
  roleBody,
  type RoleOf,
} from './people.schemas.js';

export const importKindSchema = z.enum(Object.keys(importKinds) as [ImportKind, ...ImportKind[]]);
export const compoundCodeSchema = z.string().trim().min(1).max(32).meta({ description: 'code or name of a compound', example: 'LT' });
export const fulfilmentSchema = z.enum(['pick-up', 'drop-at-building', 'to-door', 'left-at-door']);
const flagTerm = z.strictObject({
  flag: z.enum(householdFlags),
  until: dateSchema.nullable().default(null).meta({ description: 'the last day on which it counts; null: until it is taken away' }),
});
/** Each once, in one order; a flag alone is one without an end. */
const flagsSchema = z
  .array(z.union([z.enum(householdFlags).transform((flag) => ({ flag, until: null })), flagTerm]))
  .max(householdFlags.length)
  .transform((flags) => householdFlags.flatMap((flag) => flags.findLast((one) => one.flag === flag) ?? []))
  .meta({ example: [{ flag: 'isolated', until: '2026-12-05' }, 'disabled'] });
const roomSchema = z.string().max(100).meta({ description: 'in any usual way of writing it', example: '3栋2单元501' });

/** A whole number, in any usual way of writing it: hashes know nothing of parts. */
const wantedPhoneSchema = phoneSchema.refine((phone) => phone.replace(/\D/g, '').length >= 7, {
  params: { zh: '请给出完整的电话号码', en: 'give the whole number' },
});

const compound = compoundCodeSchema.optional();
export const householdsQuery = pageQuery.extend({ compound });
/** A room is personal, and a telephone: they stand in a body, never in an address, which proxies keep in their logs. */
export const findHouseholdsBody = pageBody
  .extend({ compound, room: roomSchema.optional(), phone: wantedPhoneSchema.optional() })
  .refine(({ room, phone }) => room !== undefined || phone !== undefined, {
    params: { zh: '请给出 room 或 phone', en: 'give room or phone' },
  });
export const findPeopleBody = pageBody.extend({ phone: wantedPhoneSchema });

const newcomer = { name: nameSchema.default(''), phone: phoneSchema.default(''), flags: flagsSchema.default([]) };
/** One more household, provisional until a list has it or a person confirms it. */
export const addHouseholdBody = z.strictObject({ compound: compoundCodeSchema, room: roomSchema, ...newcomer });
export type AddHousehold = z.output<typeof addHouseholdBody>;
/** Who of a household is one of their own from now on. */
export const splitHouseholdBody = z.strictObject({ ...newcomer, reason: reasonSchema });
export type SplitHousehold = z.output<typeof splitHouseholdBody>;
export const confirmHouseholdBody = z.strictObject({ reason: reasonSchema.optional() });
export type ConfirmHousehold = z.output<typeof confirmHouseholdBody>;
export const mergeHouseholdBody = z.strictObject({
  into: idSchema.meta({ description: 'the household of the same room that it is from now on' }),
  reason: reasonSchema,
});
export type MergeHousehold = z.output<typeof mergeHouseholdBody>;

const chosenFlags = flagsSchema.meta({
  description:
    'one with a last day adds to what holds otherwise, which then holds again; others take the place of the list; []: none at all',
});
/** What a person sets stays through every import, until null gives it back to the list. */
export const changeHouseholdBody = z
  .strictObject({ fulfilment: fulfilmentSchema.nullable().optional(), flags: chosenFlags.nullable().optional() })
  .refine(({ fulfilment, flags }) => fulfilment !== undefined || flags !== undefined, {
    params: { zh: '请至少给出 fulfilment 或 flags', en: 'give fulfilment or flags, or both' },
  });
export type ChangeHousehold = z.output<typeof changeHouseholdBody>;

export const communityAnswer = z
  .object({ id: z.string(), name: z.string(), people: z.number().int(), households: z.number().int() })
  .meta({ example: { id: 'sample', name: '示范社区', people: 126, households: 3204 } });

const compoundAnswer = z.object({ code: z.string(), name: z.string(), gates: z.array(z.string()) });
export const compoundsAnswer = z.object({ items: z.array(compoundAnswer), next: z.null() });
export const oneCompoundAnswer = compoundAnswer.extend({
  pickupPoints: z.array(z.object({ id: idSchema, gate: z.string(), name: z.string() })),
  buildings: z.array(
    z.object({
      building: z.string(),
      units: z.number().int().meta({ description: '0 where there are none' }),
      floors: z.number().int().meta({ description: '0 where nobody knows' }),
      gate: z.string(),
      pickupPointId: idSchema,
    }),
  ),
});

/** A household as lists show it. */
const householdAnswer = z.object({
  id: idSchema,
  compound: z.string(),
  building: z.string(),
  unit: z.string().nullable(),
  room: z.string(),
  maskedName: z.string().meta({ example: '张**' }),
  provisional: z.boolean().meta({ description: 'neither does a list have it nor has a person confirmed it' }),
  priority: z.boolean(),
  fulfilment: fulfilmentSchema,
  pickupPointId: idSchema,
});
export const householdsAnswer = z.object({ items: z.array(householdAnswer), next: z.string().nullable() });
/** One household; what is masked here is revealed for a reason. */
export const oneHouseholdAnswer = householdAnswer.extend({
  maskedPhone: z.string().meta({ example: '138****0001' }),
  otherMaskedPhones: z.array(z.string()).meta({ description: 'of households that were merged into this one' }),
  hasRemark: z.boolean(),
  residents: z.number().int().meta({ description: '0 where nobody knows' }),
  residentsOver65: z.number().int(),
  fulfilmentChosen: z.boolean().meta({ description: 'a person has set it' }),
  flagsChosen: z.boolean().meta({ description: 'a person has set them' }),
});

export const mergeHouseholdAnswer = z.object({
  merged: idSchema.meta({ description: 'the household that has ended; its id goes on meaning the other one' }),
  into: householdAnswer,
});
export const householdChangesAnswer = z.object({
  items: z.array(
    z.object({
      change: z.enum(householdChanges),
      household: idSchema.meta({ description: 'that was confirmed, has ended, or is new' }),
      other: idSchema.nullable().meta({ description: 'that it was merged into, or split from' }),
      reason: z.string().nullable().meta({ description: 'null: none was given, or you may not change households' }),
      enteredBy: personCodeSchema,
      at: instantSchema,
    }),
  ),
  next: z.null(),
});

export const supplyTeamsAnswer = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      members: z.array(
        z.object({
          code: personCodeSchema,
          maskedName: z.string(),
          duty: z.enum(['captain', 'vice-captain', 'member']),
          hasCart: z.boolean(),
          shift: z.string(),
        }),
      ),
    }),
  ),
  next: z.null(),
});

export * from './access.schemas.js';
export * from './shifts.schemas.js';
export * from './keys.schemas.js';
export { householdDataAnswer, personDataAnswer } from './data.schemas.js';
export { type AddProxy, addProxyBody, proxiesAnswer, proxyAnswer } from './proxies.schemas.js';
export {
  contactAnswer,
  revealBody,
  type RevealBody,
  revealedHouseholdAnswer,
  revealedPersonAnswer,
  revealsAnswer,
  revealsQuery,
} from './reveals.schemas.js';
export {
  householdLinkAnswer,
  householdLinkEndedAnswer,
  householdLinksAnswer,
  type LinkFormat,
  linkFormatQuery,
  makeHouseholdLinkBody,
  type MakeHouseholdLinks,
  makeHouseholdLinksBody,
} from './household-links.schemas.js';
