import { idSchema, instantSchema, pageQuery, portionsSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';

const longestText = 500_000;
const textSchema = z.string().min(1).max(longestText).meta({ description: 'the whole text of the chain, as pasted' });
const chainSchema = z
  .string()
  .regex(/^[\p{L}\p{N}._-]{1,32}$/u)
  .default('main')
  .meta({ description: 'a run has chains by name' });
const items = z.record(z.string().trim().min(1).max(32), portionsSchema).meta({ example: { RL01: 2 } });

const decisions = [
  z.strictObject({ choose: z.enum(['drop', 'accept', 'add', 'replace', 'keep']) }),
  z.strictObject({ choose: z.literal('room'), room: z.string().trim().min(1).max(40).meta({ example: '1-2-501' }) }),
  z.strictObject({ choose: z.literal('household'), household: idSchema }),
  z.strictObject({ choose: z.literal('bundle'), bundle: z.string().trim().min(1).max(32) }),
  z.strictObject({ choose: z.literal('edit'), items, order: z.number().int().min(1).max(20).optional() }),
] as const;
const byFingerprint = { fingerprint: z.string().min(1).max(300) };
const byLine = {
  line: z.number().int().min(1).max(100_000),
  entry: z.number().int().min(1).max(100).optional(),
  text: z.string().min(1).max(2_000).meta({ description: 'the entry as it was read' }),
};
const [plain, room, household, bundle, edit] = decisions;
/** What a person decides about a held entry, named by its fingerprint, or by its place in the text together with its text. */
export const signUpAnswer = z
  .union([
    plain.extend(byFingerprint),
    room.extend(byFingerprint),
    household.extend(byFingerprint),
    bundle.extend(byFingerprint),
    edit.extend(byFingerprint),
    plain.extend({ ...byLine, choose: z.enum(['drop', 'accept', 'add', 'replace']) }),
    room.extend(byLine),
    household.extend(byLine),
    bundle.extend(byLine),
    edit.extend(byLine),
  ])
  .meta({ example: { line: 13, text: '2．6-1-602 郑** 肉类包10份', choose: 'edit', items: { RL01: 2 } } });
const answers = z.array(signUpAnswer).max(2_000);

export const signUpPreviewBody = z.strictObject({ text: textSchema, chain: chainSchema, answers: answers.default([]) });
export const signUpCommitBody = signUpPreviewBody.extend({
  revision: z.number().int().min(0).meta({ description: 'of the chain, as previewed' }),
});
export const answersBody = z.strictObject({ chain: chainSchema, answers: answers.min(1) });
export const signUpsQuery = pageQuery.extend({ chain: chainSchema, status: z.enum(['accepted', 'held', 'gone']).optional() });
export const signUpHeaderBody = z.strictObject({ text: textSchema });

const count = z.number().int().min(0);
/** An entry that is asked back. */
export const heldEntry = z.object({
  fingerprint: z.string(),
  line: count.meta({ description: 'in the text that was pasted last' }),
  entry: count,
  serial: z.string().nullable(),
  text: z.string(),
  reason: z.string().meta({ example: 'incomplete_room' }),
  reasonText: z.string().meta({ example: '房号写得不全（缺楼栋或单元，或连写），要回问' }),
  reasonTextEn: z.string(),
  choices: z.array(z.object({ choose: z.string() }).loose()),
});
const counts = { added: count, changed: count, removed: count, unchanged: count };
const totals = z.object({ households: count, portions: count, moneyFen: count, perItem: z.record(z.string(), count) });

export const signUpPreviewAnswer = z.object({
  revision: count,
  chain: z.string(),
  snapshot: z.record(z.string(), z.unknown()).meta({ description: 'the reading, in the snake_case of the samples' }),
  changes: z.object(counts).meta({ description: 'households of the chain' }),
  held: z.array(heldEntry),
});
export const signUpCommitAnswer = z.object({
  revision: count,
  chain: z.string(),
  ...counts,
  held: z.array(heldEntry),
  totals: totals.meta({ description: 'what the chain stands for now' }),
});
export const signUpEntryAnswer = heldEntry.extend({
  status: z.enum(['accepted', 'held', 'gone']),
  reason: z.string().nullable(),
  reasonText: z.string().nullable(),
  reasonTextEn: z.string().nullable(),
  firstSeenAt: instantSchema,
  vanishedAt: instantSchema.nullable(),
});
export const signUpHeaderAnswer = z.object({
  compound: z.string(),
  compoundName: z.string(),
  bundles: z.array(z.object({ code: z.string(), letter: z.string(), name: z.string(), statedFen: count.nullable() })),
});
