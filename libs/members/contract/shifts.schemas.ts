import { idSchema, instantSchema, pageQuery, personCodeSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';

const compound = z.string().trim().min(1).max(32).meta({ description: 'code of the compound', example: 'LT' });
const gate = z.string().trim().min(1).max(50).meta({ example: '南门' });
const credential = z.string().min(1).max(200);
const label = z.string().trim().max(60).default('').meta({ description: 'the device, for the list of devices', example: '南门手机一' });

/** A post at a gate for a time. Who may stand there: the groups in charge of the gate, and the team where one is named. */
export const openShiftBody = z.strictObject({
  compound,
  gate,
  until: instantSchema.meta({ description: 'when it ends: within 24 hours', example: '2026-11-25T20:00:00+08:00' }),
  team: z
    .string()
    .trim()
    .min(1)
    .max(50)
    .optional()
    .meta({ description: 'a supply team whose members stand there too', example: '物资保障一队' }),
});
export type OpenShift = z.output<typeof openShiftBody>;

const shift = z.object({
  id: idSchema,
  compound: z.string(),
  compoundName: z.string(),
  gate: z.string(),
  team: z.string().nullable(),
  openedBy: personCodeSchema,
  from: instantSchema,
  until: instantSchema,
  endedAt: instantSchema.nullable().meta({ description: 'ended early, by whom' }),
  endedBy: z.string().nullable(),
});
/** Shown once: nobody can show the link again, but a new one can be made. */
export const shiftCodeAnswer = shift.extend({
  link: z
    .url()
    .meta({ description: 'shown once: what the QR says. Whoever is of the gate opens a device by it, as long as the shift lasts' }),
  qr: z.string().meta({ description: 'the link as a picture (SVG), to show or to print at the gate' }),
});

export const shiftsQuery = pageQuery.extend({
  compound: compound.optional(),
  gate: gate.optional().meta({ description: 'whoever is not of the whole community names a gate of theirs, with its compound' }),
});
export const shiftsAnswer = z.object({ items: z.array(shift), next: z.string().nullable() });

const device = z.object({
  id: idSchema.meta({ description: 'the session that the trail names' }),
  label: z.string(),
  joinedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  endedBy: z.string().nullable(),
  posts: z
    .array(z.object({ person: personCodeSchema, maskedName: z.string(), from: instantSchema, until: instantSchema }))
    .meta({ description: 'who was there from when until when, the earliest first' }),
});
export const oneShiftAnswer = shift.extend({ devices: z.array(device) });

/** What stands behind `t=` in the link. */
const code = credential.meta({ description: 'what stands behind `t=` in the link of the QR' });
export const shiftCodeBody = z.strictObject({ code });
const stander = z.object({ code: personCodeSchema, maskedName: z.string() });
const place = shift.pick({ id: true, compound: true, compoundName: true, gate: true, from: true, until: true });
export const shiftPeopleAnswer = z.object({ shift: place, people: z.array(stander) });

export const joinShiftBody = z.strictObject({
  code,
  person: personCodeSchema.meta({ description: 'who is at this device, one of those of the gate', example: 'D003' }),
  keep: z.enum(['cookie', 'token']).default('cookie'),
  channel: z.enum(['api', 'cli']).default('api'),
  label,
});
export type JoinShift = z.output<typeof joinShiftBody>;

export const shiftDeviceAnswer = z.object({
  community: z.string(),
  session: idSchema,
  person: personCodeSchema,
  maskedName: z.string(),
  shift: place,
  people: z.array(stander).meta({ description: 'who may be at this device' }),
});
export type ShiftDevice = z.output<typeof shiftDeviceAnswer>;
export const joinedShiftAnswer = shiftDeviceAnswer.extend({
  token: z.string().optional().meta({ description: 'with `keep: token`: send it as `Authorization: Bearer …`' }),
});

/** One tap: somebody else is at the device from now on. */
export const shiftPersonBody = z.strictObject({ person: personCodeSchema });
