import { idSchema, instantSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';

const count = z.number().int().min(0);

export const retentionAnswer = z.object({
  days: z.record(z.string(), count).meta({ description: 'by kind of data, after it is over', example: { chains: 90 } }),
  last: z
    .object({
      id: idSchema,
      startedAt: instantSchema,
      endedAt: instantSchema.nullable().meta({ description: 'null: it goes on' }),
      counts: z.record(z.string(), count).meta({ description: 'what it has forgotten, by kind', example: { answers: 812 } }),
    })
    .nullable()
    .meta({ description: 'the last round; null: there was none' }),
});
export const retentionStartedAnswer = z.object({ id: idSchema.meta({ description: 'of the round that runs' }) });
