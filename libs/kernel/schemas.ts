import { z } from 'zod';

/** A UUID in lower case. */
export const idSchema = z.uuid().toLowerCase().meta({ example: '0193a1b2-0000-7000-8000-000000000001' });
/** A whole number of portions, at most a million. */
export const portionsSchema = z.number().int().min(0).max(1_000_000).meta({ description: 'whole portions' });
/** Whole fen. */
export const fenSchema = z.number().int().min(0).max(100_000_000_00).meta({ description: 'whole fen (1 yuan = 100 fen)' });
/** An instant, ISO 8601 with offset. */
export const instantSchema = z.iso.datetime({ offset: true }).meta({ example: '2026-11-24T20:00:00+08:00' });
/** A calendar day in Asia/Shanghai. */
export const dateSchema = z.iso.date().meta({ example: '2026-11-25' });
/** A community, as credentials and public addresses name it. */
export const communityIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/)
  .meta({ example: 'sample' });
/** The code of a person, as in the organisation's lists. */
export const personCodeSchema = z.string().trim().min(1).max(32).meta({ example: 'S001' });
/** Free text of a person: why, what else. */
export const reasonSchema = z.string().trim().min(1).max(500);

/** What every report's body may carry over HTTP. Who enters it comes from the session, the step from the path. */
export const reportBody = {
  reportId: z
    .string()
    .regex(/^[A-Za-z0-9._:-]{8,100}$/)
    .meta({ description: 'made by the caller; the same id and body may be sent again at any time', example: 'b1a7c0de-0001' }),
  at: idSchema.optional().meta({ description: 'the stop or pickup point, where there are several' }),
  doneBy: personCodeSchema.optional().meta({ description: 'who did it, where it is not the caller' }),
  occurredAt: instantSchema.nullable().default(null),
  evidence: z.enum(['counted', 'listed', 'told']).default('counted'),
  corrects: z.string().min(1).max(100).optional(),
  reason: reasonSchema.optional(),
} as const;

/** The same, as it travels to a workflow: complete, with step, reporter and channel, and signed where a desk has sent it. */
export const reportEnvelope = {
  ...reportBody,
  enteredBy: personCodeSchema,
  doneBy: personCodeSchema.optional(),
  channel: z.enum(['api', 'cli', 'temporal', 'service', 'paper', 'link']).default('temporal'),
  signature: z.string().max(200).optional(),
} as const;

/** A cursor may hold a key of some 230 Chinese characters. */
const after = z.string().max(1_200).optional();
/** Cursor pages: `?limit=50&after=<cursor of the page before>`. */
export const pageQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50), after });
/** The same in a body, where a number is a number. */
export const pageBody = z.strictObject({ limit: z.number().int().min(1).max(200).default(50), after });

/** For what needs no words: no body, or an empty one. */
export const emptyBody = z.strictObject({}).optional();

/** What people are asked for: of one process, of a role, at a place, only what is late. */
export const inboxQuery = pageQuery.extend({
  process: z.string().max(100).optional().meta({ description: 'a process: `supply-run:<id>`, `purchase:<id>`, `trip:<id>`' }),
  role: z.string().max(50).optional().meta({ example: 'gate-captain' }),
  place: z.string().max(100).optional().meta({ description: 'a pickup point, or a compound' }),
  overdue: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
});
/** A step that somebody is asked for. */
export const pendingStepAnswer = z.object({
  processId: z.string().meta({ example: 'trip:0193a1b2-0000-7000-8000-000000000001' }),
  step: z.string().meta({ example: 'confirmHandoff' }),
  at: z.string().nullable(),
  role: z.string().meta({ example: 'gate-captain' }),
  place: z.string().nullable(),
  dueAt: instantSchema,
  since: instantSchema,
  overdue: z.boolean(),
  told: z.array(z.string()).meta({ description: 'roles that have been told that it is late', example: ['gate-captain', 'coordinator'] }),
  snoozedUntil: instantSchema.nullable(),
  snoozeReason: z.string().nullable(),
});
/** Puts a step off: nobody is told again before then. */
export const snoozeBody = z.strictObject({
  process: z.string().max(100).meta({ example: 'trip:0193a1b2-0000-7000-8000-000000000001' }),
  step: z.string().max(50).meta({ example: 'confirmHandoff' }),
  at: z.string().max(100).nullable().default(null).meta({ description: 'the place, where there are several' }),
  until: instantSchema,
  reason: reasonSchema,
});

const linkHours = 72;
/** A link by which one person reports one step, once. */
export const stepLinkBody = z.strictObject({
  process: z.string().max(100).meta({ example: 'trip:0193a1b2-0000-7000-8000-000000000001' }),
  step: z.string().max(50).meta({ example: 'confirmLoading' }),
  at: z.string().max(100).nullable().default(null).meta({ description: 'the place, where there are several' }),
  person: personCodeSchema.meta({ description: 'in whose name it is reported: somebody who may report it' }),
  hours: z.number().int().min(1).max(linkHours).default(12).meta({ description: 'how long it is good for' }),
});
/** Shown once: nobody can show the link again. */
export const stepLinkAnswer = z.object({
  id: idSchema,
  person: personCodeSchema,
  link: z.url().meta({ description: 'shown once: send it to this person and to nobody else' }),
  expiresAt: instantSchema,
});
export const stepLinksQuery = pageQuery.extend({
  process: z.string().max(100).meta({ example: 'trip:0193a1b2-0000-7000-8000-000000000001' }),
});
/** A link that was made, without what opens it. */
export const madeLinkAnswer = z.object({
  id: idSchema,
  process: z.string(),
  step: z.string(),
  at: z.string().nullable(),
  person: personCodeSchema,
  madeBy: z.string(),
  madeAt: instantSchema,
  expiresAt: instantSchema,
  usedAt: instantSchema.nullable(),
  revokedAt: instantSchema.nullable(),
});
export const revokeLinkBody = z.strictObject({ process: z.string().max(100), link: idSchema });
/** What stands in the address of a page that is opened by it. */
export const openedByQuery = z.object({ t: z.string().min(1).max(200) });
/** A form as a browser sends it. */
export const formBody = z.record(z.string().max(200), z.string().max(2_000)).default({});

/** `?mode=preview` only looks (the default); `?mode=commit` writes. */
export const importQuery = z.strictObject({ mode: z.enum(['preview', 'commit']).default('preview') });
/** The files of an import, as text, and the revision that was previewed, where there was a preview. */
export const importBody = z.strictObject({
  files: z
    .array(
      z.strictObject({
        name: z.string().trim().min(1).max(200).meta({ example: 'households.csv' }),
        content: z.string().max(5_000_000).meta({ description: 'CSV in UTF-8, as text; a workbook (.xlsx) in base64' }),
        encoding: z.enum(['utf-8', 'base64']).default('utf-8').meta({ description: 'base64 for a workbook' }),
      }),
    )
    .min(1)
    .max(20),
  revision: z.string().min(1).max(100).optional().meta({ description: 'of the preview; 409 when the data has changed since' }),
});

const importCounts = { new: z.number().int(), changed: z.number().int(), gone: z.number().int(), unchanged: z.number().int() } as const;
/** What a preview says and a commit has done. With errors nothing was or will be written. */
export const importAnswer = z.object({
  kind: z.string(),
  revision: z.string().meta({ description: 'names these differences; send it with the commit' }),
  ...importCounts,
  files: z.array(z.object({ file: z.string(), ...importCounts })),
  differences: z
    .array(
      z.object({
        file: z.string(),
        change: z.enum(['new', 'changed', 'gone']),
        key: z.string(),
        line: z.number().int().nullable(),
        columns: z.array(z.string()),
      }),
    )
    .meta({ description: 'the first hundred; what is new stands behind what is gone or changed' }),
  errors: z
    .array(
      z.object({
        file: z.string(),
        line: z.number().int(),
        column: z.string().nullable(),
        code: z.string(),
        message: z.object({ zh: z.string(), en: z.string() }),
      }),
    )
    .meta({ description: 'the first two hundred' }),
  errorCount: z.number().int(),
});

/** As which kind of file an export comes. */
export const exportQuery = z.strictObject({ format: z.enum(['csv', 'xlsx']).default('csv') });
/** What was exported, in the shape in which an import takes it. */
export const exportAnswer = z.object({
  exportedBy: personCodeSchema,
  exportedAt: instantSchema,
  files: z.array(
    z.object({
      name: z.string().meta({ description: 'says when and by whom', example: 'households_20261126-1030_S001.csv' }),
      content: z.string().meta({ description: 'CSV as text, a workbook in base64' }),
      encoding: z.enum(['utf-8', 'base64']),
    }),
  ),
});
