import { fewestRetentionDays, mostRungs, retainedKinds } from '@jielong/kernel';
import { dateSchema, fenSchema, idSchema, instantSchema, pageQuery, portionsSchema, reasonSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';

const codeSchema = z.string().trim().min(1).max(32);
export const compoundSchema = codeSchema.meta({ description: 'code of the compound', example: 'C01' });
const atLeastOne = portionsSchema.min(1);
const fulfilmentSchema = z.enum(['pick-up', 'drop-at-building', 'to-door', 'left-at-door']);
export const stageSchema = z.enum(['ordering', 'confirming', 'purchasing', 'distributing', 'settling', 'closed', 'voided', 'cancelled']);
const longestMs = 366 * 24 * 3_600_000;
const durationSchema = z.number().int().min(-longestMs).max(longestMs).meta({ description: 'milliseconds' });

const durationsSchema = z
  .strictObject({
    lockMs: durationSchema,
    purchaseMs: durationSchema,
    loadingMs: durationSchema,
    handoffMs: durationSchema,
    closePickupMs: durationSchema,
    settlementMs: durationSchema,
  })
  .partial()
  .meta({ description: 'lockMs counts from the cut-off, the others from the beginning of the service date in Asia/Shanghai' });

const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .meta({ example: '22:00' });
export const quietHoursSchema = z
  .strictObject({ from: clock, to: clock })
  .nullable()
  .meta({ description: 'nobody is told in these hours, Asia/Shanghai; null: at any time' });
export const laddersSchema = z
  .record(codeSchema, z.array(z.strictObject({ afterMs: z.number().int().min(0).max(longestMs), role: codeSchema })).max(mostRungs))
  .refine((ladders) => Object.keys(ladders).length <= 50, 'at most 50 steps')
  .meta({
    description: 'by step, or `default`: after so many milliseconds past the deadline that role is told; `responsible` is whoever is asked',
    example: {
      confirmHandoff: [
        { afterMs: 0, role: 'responsible' },
        { afterMs: 3_600_000, role: 'coordinator' },
      ],
    },
  });

const mostDays = 3_650;
const daysSchema = z.number().int().min(fewestRetentionDays).max(mostDays);
const retentionDaysSchema = z
  .partialRecord(z.enum(retainedKinds), daysSchema)
  .meta({ description: 'days for which data is kept after it is over, by kind; audit entries stay for ever', example: { chains: 60 } });

/** What is not named stays as it is. */
export const policiesBody = z.strictObject({
  minimumPortions: portionsSchema.optional(),
  tripCap: atLeastOne.optional(),
  allocation: z.enum(['one-each-first', 'first-come', 'priority-first', 'lot']).optional(),
  approveShortages: z.boolean().optional(),
  substitutes: z
    .enum(['if-accepted', 'unless-refused'])
    .optional()
    .meta({ description: 'who gets the substitute for what cannot be had: whoever has said yes, or everybody who has not said no' }),
  belowMinimum: z.enum(['ask', 'void']).optional().meta({ description: 'when the lock is due: ask on, or void by itself' }),
  priceBasis: z.enum(['quoted', 'at-cost']).optional(),
  priceTolerancePercent: z
    .number()
    .int()
    .min(0)
    .max(1_000)
    .optional()
    .meta({ description: 'a price dearer than quoted by more than this waits for the coordinator', example: 10 }),
  collection: z.enum(['before', 'at-pickup', 'to-supplier', 'free']).optional(),
  waiverLimitFen: fenSchema.optional().meta({ description: 'the most that the fund waives of what a household owes for one run' }),
  durations: durationsSchema.optional(),
  ladders: laddersSchema.optional(),
  quietHours: quietHoursSchema.optional(),
  temporalChannel: z.enum(['open', 'closed']).optional().meta({
    description: 'whether reports sent to Temporal itself, signed by no service, are taken; closed is closed at once, for open runs too',
  }),
  retentionDays: retentionDaysSchema.optional(),
});

export const openRunBody = z.strictObject({
  compound: compoundSchema,
  serviceDate: dateSchema,
  cutOffAt: instantSchema.meta({ description: 'self-service ends; in the past, the run starts in `confirming`' }),
  bundles: z
    .array(
      z.strictObject({
        code: codeSchema.meta({ example: 'SC01' }),
        priceFen: fenSchema.optional(),
        limitPerHousehold: atLeastOne.optional(),
        cap: atLeastOne.optional(),
      }),
    )
    .min(1)
    .max(100)
    .meta({ description: 'price, limit and cap are frozen now, by default those of the catalogue' }),
  minimumPortions: portionsSchema.optional(),
  tripCap: atLeastOne.optional(),
  pickupPointIds: z.array(idSchema).min(1).max(50).optional().meta({ description: 'default: all of the compound' }),
  policies: policiesBody.omit({ temporalChannel: true, retentionDays: true }).optional(),
  durations: durationsSchema.optional(),
});
export const extendBody = z.strictObject({ cutOffAt: instantSchema });
const buildingSchema = z.string().trim().min(1).max(32).meta({ description: 'as the register names it', example: '3' });
export const movePickupBody = z
  .strictObject({
    to: idSchema.meta({ description: 'a pickup point of the compound' }),
    from: idSchema.optional().meta({ description: 'everybody who collects there' }),
    buildings: z.array(buildingSchema).min(1).max(200).optional().meta({ description: 'everybody who lives there' }),
    reason: reasonSchema,
  })
  .refine(({ from, buildings }) => (from === undefined) !== (buildings === undefined), {
    params: { zh: 'from（整个自提点）与 buildings（楼栋）写一个', en: 'name one of `from` (a whole point) and `buildings`' },
  });
export const closeBuildingsBody = z.strictObject({ buildings: z.array(buildingSchema).min(1).max(200), reason: reasonSchema });
export const runsQuery = pageQuery.extend({ stage: stageSchema.optional(), compound: compoundSchema.optional() });

export const itemsSchema = z
  .record(codeSchema, portionsSchema)
  .refine((items) => Object.keys(items).length <= 100, 'at most 100 bundles')
  .meta({ description: 'portions by bundle code', example: { SC01: 2, JD01: 1 } });
/** Of a remark, in UTF-16 units, as a browser counts them. */
export const longestRemark = 500;
const remarkSchema = z.string().trim().max(longestRemark);
const substitutesSchema = z
  .record(codeSchema, z.boolean())
  .refine((wishes) => Object.keys(wishes).length <= 100, 'at most 100 bundles')
  .meta({
    description: 'by bundle code: whether its substitute is taken where it cannot be had; default: as the policy says',
    example: { SC01: true },
  });
const orderWishes = {
  substitutes: substitutesSchema.optional(),
  paidBy: idSchema.optional().meta({ description: 'household that pays; default: the one ordered for' }),
  mayCollect: z.array(idSchema).max(20).optional().meta({ description: 'households that may collect it too' }),
  fulfilment: fulfilmentSchema.optional().meta({ description: 'default: as the household is registered' }),
  pickupPointId: idSchema.optional().meta({ description: 'default: that of the building' }),
  remark: remarkSchema.optional(),
} as const;

export const placeOrderBody = z.strictObject({
  forHousehold: idSchema,
  items: itemsSchema,
  placedBy: idSchema.optional().meta({ description: 'household that orders for another' }),
  ...orderWishes,
});
export const changeOrderBody = z
  .strictObject({
    items: itemsSchema.optional().meta({ description: 'bundles not named stay as they are; 0 takes one out' }),
    ...orderWishes,
  })
  .refine((body) => Object.values(body).some((value) => value !== undefined), {
    params: { zh: '没有要改的内容', en: 'nothing to change' },
  });
export const moveOrderBody = z.strictObject({
  household: idSchema.meta({ description: 'a household of the same room' }),
  reason: reasonSchema,
});
export const householdMergeBody = z.strictObject({ household: idSchema.meta({ description: 'the one that was merged into another' }) });
export const cancelOrderBody = z.strictObject({ reason: reasonSchema.optional() });
export const ordersQuery = pageQuery.extend({
  state: z.enum(['open', 'cancelled']).optional(),
  household: idSchema.optional(),
  way: z.enum(['self', 'proxy', 'staff', 'chain']).optional(),
});
