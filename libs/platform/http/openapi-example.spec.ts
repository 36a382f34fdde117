import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { exampleOf } from './openapi-example.js';

test('an example fits its schema, and shows what the schema names as examples', () => {
  const schema = z.strictObject({
    id: z.uuid(),
    at: z.iso.datetime({ offset: true }),
    kind: z.enum(['ask', 'state']),
    count: z.number().int().min(3),
    note: z.string().optional(),
    by: z.union([z.strictObject({ room: z.string().meta({ example: '3-2-501' }) }), z.strictObject({ code: z.string() })]),
    lines: z
      .record(z.string(), z.number())
      .optional()
      .meta({ example: { SC01: 2 } }),
  });
  const example = exampleOf(z.toJSONSchema(schema, { target: 'openapi-3.0' }));
  expect(schema.parse(example)).toMatchObject({ kind: 'ask', count: 3, by: { room: '3-2-501' }, lines: { SC01: 2 } });
  expect(example).not.toHaveProperty('note');
});
