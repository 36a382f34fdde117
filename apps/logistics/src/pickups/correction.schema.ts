import { idSchema, instantSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';
import { scanLinesSchema } from './pickup.schema.js';

const reason = z.string().trim().min(1).max(200).meta({ description: 'why; no names', example: '扫错了一户' });
const text = z.object({ zh: z.string(), en: z.string() });
const portions = z.record(z.string(), z.number().int());

export const reversalSchema = z.strictObject({
  reason,
  lines: scanLinesSchema.optional().meta({ description: 'whole portions by bundle code; left out: all that the pickup still gives' }),
  to: z
    .enum(['point', 'missing', 'damaged'])
    .default('point')
    .meta({ description: 'point: the goods are there again; missing, damaged: so the bag turned out to be' }),
});
export type Reversal = z.output<typeof reversalSchema>;
export const reversalAnswerSchema = z.object({
  reversalId: idSchema,
  pickupId: idSchema,
  orderId: idSchema,
  to: z.enum(['point', 'missing', 'damaged']),
  lines: portions,
  text,
});
export type ReversalAnswer = z.output<typeof reversalAnswerSchema>;

export const decisionSchema = z.strictObject({ choice: z.enum(['dismiss', 'count', 'reverse-first']), reason });
export type DecisionBody = z.output<typeof decisionSchema>;
export const decisionAnswerSchema = z.object({
  conflictId: z.string(),
  choice: z.enum(['dismiss', 'count', 'reverse-first']),
  reason: z.string(),
  decidedBy: z.string(),
  at: instantSchema,
  pickupId: idSchema.nullable(),
});
export type DecisionAnswer = z.output<typeof decisionAnswerSchema>;
export const conflictIdSchema = z.string().regex(/^\d{1,18}$/);
