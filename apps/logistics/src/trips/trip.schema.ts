import { idSchema, instantSchema, pageQuery, personCodeSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';

export const planTripSchema = z.strictObject({
  runs: z.array(idSchema).min(1).max(20).meta({ description: 'the runs whose goods it carries' }),
  stops: z
    .array(z.strictObject({ run: idSchema, point: idSchema }))
    .min(1)
    .max(50)
    .optional()
    .meta({ description: 'in the order of the road; left out: every point of the runs that no trip serves yet' }),
  team: z.string().trim().min(1).max(64).optional().meta({ example: '保障一队' }),
  vehicle: z.string().trim().min(1).max(64).optional().meta({ description: 'the bus, by number or name; no personal data' }),
  crew: z.array(personCodeSchema).max(60).optional().meta({ description: 'codes of persons' }),
});
export type PlanTripBody = z.output<typeof planTripSchema>;

export const tripsQuery = pageQuery.extend({ run: idSchema.optional() });
export type TripsQuery = z.output<typeof tripsQuery>;

export const tripSchema = z.object({
  id: idSchema,
  workflowId: z.string().meta({ example: 'trip:0193a1b2-0000-7000-8000-000000000001' }),
  state: z.enum(['planned', 'loading', 'under-way', 'done']),
  team: z.string().nullable(),
  vehicle: z.string().nullable(),
  crew: z.array(z.string()),
  plannedAt: instantSchema,
  departedAt: instantSchema.nullable(),
  endedAt: instantSchema.nullable(),
  runs: z.array(idSchema),
  stops: z.array(
    z.object({
      id: idSchema,
      run: idSchema,
      pickupPointId: idSchema,
      name: z.string(),
      gate: z.string(),
      seq: z.number().int(),
      state: z.enum(['expected', 'arrived', 'handed-over', 'passed-by']),
      handedOverAt: instantSchema.nullable(),
      planned: z.record(z.string(), z.number().int()).meta({ description: 'portions by bundle; empty until there is an allocation' }),
    }),
  ),
});
export type Trip = z.output<typeof tripSchema>;
