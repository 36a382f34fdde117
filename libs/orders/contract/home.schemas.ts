import { dateSchema, fenSchema, idSchema, instantSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';
import { stageSchema } from './requests.js';

const count = z.number().int().min(0);
const placeSchema = z.object({ gate: z.string().meta({ example: '南门' }), name: z.string().meta({ example: '南门：岗亭' }) });

/** What a household has ordered in a run, and by what it collects it. */
const homeOrder = z.object({
  id: idSchema,
  state: z.enum(['open', 'cancelled']),
  lines: z.array(
    z.object({
      bundle: z.string(),
      name: z.string(),
      unit: z.string(),
      portions: count,
      allocated: count.nullable().meta({ description: 'what there is for it; null: nobody knows yet' }),
    }),
  ),
  moneyFen: fenSchema,
  remark: z.string().nullable().meta({ description: 'null: it is another household’s, and may be about its health' }),
  fulfilment: z.enum(['pick-up', 'drop-at-building', 'to-door', 'left-at-door']),
  place: placeSchema.nullable(),
  pickup: z
    .object({ code: z.string().meta({ example: '482915' }), portionsLeft: count, handedOut: count, point: z.string() })
    .nullable()
    .meta({ description: 'null: nothing is divided yet, or pickup is over, or it is for others to collect' }),
});
const homeRun = z.object({
  id: idSchema,
  serviceDate: dateSchema,
  cutOffAt: instantSchema,
  stage: stageSchema,
  ordering: z.boolean().meta({ description: 'it may order, change and withdraw now' }),
  pickupFrom: instantSchema.meta({ description: 'when the goods are planned to be at the gate' }),
  pickupUntil: instantSchema,
  bundles: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      unit: z.string(),
      spec: z.string(),
      priceFen: fenSchema,
      limitPerHousehold: count,
      soldOut: z.boolean(),
    }),
  ),
  order: homeOrder.nullable(),
});
const rooms = { household: idSchema, compoundName: z.string(), building: z.string(), unit: z.string().nullable(), room: z.string() };
export const homeQuery = z.strictObject({
  household: idSchema.optional().meta({ description: 'another one, for which this one may order' }),
});
/** What is a household's own, as it stands now; of another one, what is ordered for it. */
export const homeAnswer = z.object({
  ...rooms,
  balanceFen: z.number().int().nullable().meta({ description: 'above zero it owes, below it has credit; null: it is another household’s' }),
  ordersFor: z.array(z.object(rooms)).meta({ description: 'households for which it may order today' }),
  runs: z.array(homeRun).meta({ description: 'that it may order from, or has ordered from and are not long over' }),
});
export type HomeOrder = z.output<typeof homeOrder>;
