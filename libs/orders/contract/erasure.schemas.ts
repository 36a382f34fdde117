import { erasedKinds, erasureReasons, erasureRefusals } from '@jielong/kernel';
import { fenSchema, idSchema, instantSchema, personCodeSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';

const reason = z.enum(erasureReasons).meta({ description: 'asked: they asked for it; left; died; by-mistake: never to have been entered' });
export const eraseBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('household'), subject: idSchema, reason }),
  z.strictObject({ kind: z.literal('person'), subject: personCodeSchema, reason }),
]);
export type Erase = z.output<typeof eraseBody>;

export const erasureAnswer = z.object({
  id: idSchema,
  kind: z.enum(erasedKinds),
  subject: z.string().meta({ description: 'the id of the household, or the code of the person' }),
  reason,
  askedBy: personCodeSchema,
  askedAt: instantSchema,
  doneAt: instantSchema.nullable().meta({ description: 'null: it is on its way through the services' }),
  found: z.boolean().nullable().meta({ description: 'false: members knows nobody by this id or code' }),
  refused: z.enum(erasureRefusals).nullable().meta({
    description: 'why it has ended with nobody erased: they ordered, owed or acted again before it was done. Ask anew once that is over',
  }),
});

const fen = z.number().int();
const order = z.object({
  id: idSchema,
  runId: idSchema,
  forHousehold: idSchema,
  way: z.string(),
  state: z.string(),
  firstSeenAt: instantSchema,
  placedBy: z.string().nullable(),
  remark: z.string().nullable(),
  cancelReason: z.string().nullable(),
  items: z.record(z.string(), z.number().int()),
});
const entryText = z.string().nullable().meta({ description: 'null: it speaks of another household too' });
/** All that orders has about one household, whichever of its ids it stands under. */
export const householdOrdersAnswer = z.object({
  households: z.array(idSchema).meta({ description: 'the id, and those of households that were merged into it' }),
  balanceFen: fen.meta({ description: 'above zero: it owes so much' }),
  orders: z.array(order),
  entries: z.array(z.object({ runId: idSchema, chain: z.string(), status: z.string(), text: entryText, firstSeenAt: instantSchema })),
  payments: z.array(z.object({ id: idSchema, runId: idSchema, way: z.string(), amountFen: fenSchema, at: instantSchema })),
  payouts: z.array(z.object({ id: idSchema, runId: idSchema, amountFen: fenSchema, reason: z.string().nullable(), at: instantSchema })),
  waivers: z.array(z.object({ id: idSchema, runId: idSchema, amountFen: fenSchema, reason: z.string(), at: instantSchema })),
  moves: z.array(
    z.object({ orderId: idSchema, fromHousehold: idSchema, toHousehold: idSchema, reason: z.string().nullable(), at: instantSchema }),
  ),
});
