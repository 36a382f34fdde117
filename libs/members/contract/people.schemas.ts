import { dateSchema, idSchema, pageQuery, personCodeSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';
import { availabilities, genders, membershipDuties } from './organisation.js';
import { givenRoles, roles } from './permissions.js';

export const nameSchema = z.string().trim().max(50);
export const phoneSchema = z
  .string()
  .trim()
  .max(30)
  .regex(/^[0-9+() -]*$/, 'digits, spaces, + ( ) -');
const sentence = z.string().trim().max(200);
const words = z.array(z.string().trim().min(1).max(50)).max(20);
const codeSchema = z.string().trim().min(1).max(32);
export const peopleQuery = pageQuery.extend({ role: z.enum(roles).optional() });

const particulars = {
  gender: z.enum(genders).nullable(),
  age: z.number().int().min(0).max(150).nullable(),
  employer: sentence.max(100),
  homeCompound: codeSchema.nullable().meta({ example: 'LT' }),
  homeBuilding: z.string().trim().min(1).max(8).nullable().meta({ example: '7' }),
  skills: words.meta({ example: ['会开车', '护士'] }),
  limits: sentence.meta({ description: 'what this person must not be asked for', example: '腰伤，不能搬重物' }),
  availability: z
    .array(z.enum(availabilities))
    .max(availabilities.length)
    .meta({ example: ['weekend-all-day', 'weekday-evenings'] }),
  remark: sentence,
};
const branchSchema = nameSchema.min(1).meta({ example: '第二临时支部' });
const groupName = nameSchema.meta({ description: 'empty: the branch itself', example: '第一小组' });
const dutySchema = z.enum(membershipDuties);
const fromSchema = dateSchema.optional().meta({ description: 'the first day, where it is not today; never a day to come' });

/** A person on the list of members, as a row of it would say. */
export const addPersonBody = z.strictObject({
  code: personCodeSchema,
  name: nameSchema.min(1),
  phone: phoneSchema.default(''),
  category: nameSchema.default('').meta({ example: '报到党员' }),
  gender: particulars.gender.default(null),
  age: particulars.age.default(null),
  employer: particulars.employer.default(''),
  homeCompound: particulars.homeCompound.default(null),
  homeBuilding: particulars.homeBuilding.default(null),
  skills: particulars.skills.default([]),
  limits: particulars.limits.default(''),
  availability: particulars.availability.default([]),
  remark: particulars.remark.default(''),
  branch: nameSchema.default(''),
  group: groupName.default(''),
  duty: dutySchema.nullable().default(null),
});
export type AddPerson = z.output<typeof addPersonBody>;

/** Left out: as it was. */
export const changePersonBody = z
  .strictObject({ name: nameSchema.min(1), phone: phoneSchema, category: nameSchema, ...particulars })
  .partial()
  .refine((change) => Object.keys(change).length > 0, { params: { zh: '请至少给出一项', en: 'give one field at least' } });
export type ChangePerson = z.output<typeof changePersonBody>;

export const movePersonBody = z.strictObject({
  branch: nameSchema.meta({ description: 'empty: out of all branches' }),
  group: groupName.default(''),
  duty: dutySchema.nullable().default(null).meta({ description: 'left out: a plain member there' }),
  from: fromSchema,
});
export type MovePerson = z.output<typeof movePersonBody>;

export const roleBody = z.strictObject({
  role: z.enum(givenRoles).meta({ example: 'gate-captain' }),
  scope: sentence.max(100).default('').meta({ description: 'what it covers, as the list of roles says it', example: '蓝天花园南门' }),
});
export type RoleOf = z.output<typeof roleBody>;

const coverage = {
  compounds: z
    .array(codeSchema)
    .max(100)
    .meta({ example: ['LT'] }),
  gates: words.max(200).meta({ description: 'where it is not a whole compound', example: ['蓝天花园南门'] }),
  source: sentence.max(100).meta({ description: 'of the branch: where its members come from', example: '就近报到党员' }),
  purposes: words.meta({ description: 'of the branch', example: ['封闭值守', '测温'] }),
};
export const addGroupBody = z.strictObject({
  branch: branchSchema,
  group: groupName.default(''),
  compounds: coverage.compounds.default([]),
  gates: coverage.gates.default([]),
  source: coverage.source.optional(),
  purposes: coverage.purposes.optional(),
});
export type AddGroup = z.output<typeof addGroupBody>;
export const changeGroupBody = z
  .strictObject(coverage)
  .partial()
  .refine((change) => Object.keys(change).length > 0, { params: { zh: '请至少给出一项', en: 'give one field at least' } });
export type ChangeGroup = z.output<typeof changeGroupBody>;
export const appointLeaderBody = z.strictObject({ code: personCodeSchema, from: fromSchema });
export type AppointLeader = z.output<typeof appointLeaderBody>;
export const groupQuery = z.strictObject({ on: dateSchema.optional().meta({ description: 'the day that is asked about; today' }) });

const personAnswer = z.object({
  id: idSchema,
  code: personCodeSchema,
  maskedName: z.string(),
  category: z.string(),
  roles: z.array(z.object({ role: z.enum(roles), scope: z.string() })),
});
export const peopleAnswer = z.object({ items: z.array(personAnswer), next: z.string().nullable() });

const days = {
  fromDay: dateSchema,
  untilDay: dateSchema.nullable().meta({ description: 'the first day on which it held no more; null: it holds' }),
};
/** One person, with what only those see who plan; reading it leaves a trace. Names and phones are not in it. */
export const onePersonAnswer = personAnswer.extend({
  active: z.boolean(),
  listed: z.boolean().meta({ description: 'stands on the list of members, and not only in one of teams or roles' }),
  ...particulars,
  memberships: z
    .array(z.object({ groupId: idSchema, branch: z.string(), group: z.string(), duty: dutySchema, ...days }))
    .meta({ description: 'now and before, the newest first' }),
});

const groupAnswer = z.object({
  id: idSchema,
  branch: z.string(),
  group: z.string().meta({ description: 'empty: the branch itself' }),
  source: z.string(),
  purposes: z.array(z.string()),
  compounds: z.array(z.string()),
  gates: z.array(z.string()).meta({ description: 'of the compounds that it is not wholly in charge of' }),
  active: z.boolean(),
});
const personInGroup = z.object({ code: personCodeSchema, maskedName: z.string() });
export const groupsAnswer = z.object({
  items: z.array(groupAnswer.extend({ leader: personInGroup.nullable(), people: z.number().int() })),
  next: z.null(),
});
export const oneGroupAnswer = groupAnswer.extend({
  on: dateSchema,
  leader: personInGroup.nullable().meta({ description: 'on that day' }),
  members: z.array(personInGroup.extend({ duty: dutySchema, ...days })).meta({ description: 'on that day, the leader first' }),
});

const mostGroups = 200;
const mostInGroup = 60;
const compoundSchema = z.string().min(1).max(32).meta({ example: 'LT' });
export const proposalQuery = z.strictObject({
  category: nameSchema.optional().meta({ description: 'of which members; all that are listed', example: '报到党员' }),
  near: z
    .string()
    .max(2_000)
    .optional()
    .transform((codes) => codes?.split(',').filter((code) => code !== ''))
    .meta({ description: 'codes of compounds, each beside its neighbours: LT,YF,CH; the order of the list where it is left out' }),
});
const said = z.object({ zh: z.string(), en: z.string() });
export const proposalAnswer = z.object({
  groups: z.array(
    z.object({
      number: z.number().int(),
      compounds: z.array(compoundSchema).meta({ description: 'the one or two that it looks after' }),
      leader: personCodeSchema,
      members: z.array(personCodeSchema).meta({ description: 'everybody, the leader among them' }),
      why: said,
    }),
  ),
  notes: z.array(z.object({ code: personCodeSchema, group: z.number().int(), why: said })),
  remarks: z.array(said),
});
/** The groups of a branch as a person wants them, from a proposal or otherwise. */
export const formGroupsBody = z.strictObject({
  branch: branchSchema,
  groups: z
    .array(
      z
        .strictObject({
          group: nameSchema.min(1).meta({ example: '第一小组' }),
          compounds: z.array(compoundSchema).max(20),
          leader: personCodeSchema,
          members: z.array(personCodeSchema).min(1).max(mostInGroup),
        })
        .refine(({ leader, members }) => members.includes(leader), {
          params: { zh: '组长要在组员里', en: 'the leader has to be one of the members' },
        }),
    )
    .min(1)
    .max(mostGroups)
    .refine((groups) => new Set(groups.map(({ group }) => group)).size === groups.length, {
      params: { zh: '小组重名', en: 'two groups have one name' },
    })
    .refine(
      (groups) => new Set(groups.flatMap(({ members }) => members)).size === groups.reduce((sum, { members }) => sum + members.length, 0),
      {
        params: { zh: '有人在两个小组里', en: 'somebody is in two groups' },
      },
    ),
  from: fromSchema,
});
export type FormGroups = z.output<typeof formGroupsBody>;
