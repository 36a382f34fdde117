import { idSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';

export const wrapUpBody = z.strictObject({
  pages: z
    .array(
      z.strictObject({
        page: z.string().trim().min(1).max(32).optional().meta({ description: 'the code at the foot of the sheet', example: 'K7M2Q9RA' }),
        text: z
          .string()
          .trim()
          .min(1)
          .max(5_000)
          .meta({ description: 'who did not get what', example: 'all except 3-2-501, 8-1-301 (1 egg)' }),
      }),
    )
    .min(1)
    .max(200),
});
export type WrapUpBody = z.output<typeof wrapUpBody>;

export const wrapUpAnswer = z.object({
  id: idSchema.meta({ description: 'for the report `wrap-up`' }),
  households: z.number().int().meta({ description: 'orders that would be handed out to, wholly or in part' }),
  portions: z.number().int(),
  listed: z.number().int().meta({ description: 'orders on the pages that were named: handed out as listed, all others as assumed' }),
  exceptions: z.array(
    z.object({
      orderId: idSchema,
      room: z.string(),
      bundle: z.string().nullable().meta({ description: 'null: all that they still were to get' }),
      portions: z.number().int().nullable(),
    }),
  ),
});
export type WrapUpAnswer = z.output<typeof wrapUpAnswer>;
