import { communityIdSchema, idSchema, instantSchema, pageQuery, personCodeSchema } from '@jielong/kernel/schemas';
import { z } from 'zod';
import { roles } from './permissions.js';

const communitySchema = communityIdSchema;
const credentialSchema = z.string().min(1).max(200);
/** Whatever a person types: that it is the right one is seen when it is compared. */
const typedSecretSchema = z.string().min(1).max(200);

const fewestDifferent = 4;
const isMonotonous = (text: string) => new Set(text).size < fewestDifferent;
const triedFirst = new Set(['password', 'passw0rd', 'qwerty', 'abcdef', 'abc123', 'iloveyou', 'woaini', '5201314', 'jielong']);
const isRow = (text: string) => '01234567890'.includes(text) || '9876543210'.includes(text);
/** Throttling makes six digits enough; what everybody tries first does not count. */
export const newSecretSchema = z
  .string()
  .min(6)
  .max(200)
  .refine((secret) => !isMonotonous(secret) && !isRow(secret) && !triedFirst.has(secret.toLowerCase()), {
    params: {
      zh: '太容易猜到：至少四个不同的字，不要连号，也不要人人会先试的词',
      en: 'too easy to guess: four different characters at least, no digits in a row, no word that everybody tries first',
    },
  });

/** `cookie`: the browser keeps the session; `token`: the answer holds it, for a program. */
const keepSchema = z.enum(['cookie', 'token']).default('cookie');
const deviceSchema = credentialSchema
  .optional()
  .meta({ description: 'what an earlier sign-in on this device has answered; a browser keeps it in a cookie' });
const labelSchema = z
  .string()
  .trim()
  .max(60)
  .default('')
  .meta({ description: 'the device, for the list of sessions', example: '值班室电脑' });
const keeping = { keep: keepSchema, device: deviceSchema, label: labelSchema, channel: z.enum(['api', 'cli']).default('api') };

export const signInBody = z.strictObject({
  community: communitySchema,
  person: personCodeSchema,
  secret: typedSecretSchema.meta({ description: 'PIN or passphrase', example: '483920' }),
  ...keeping,
});
export type SignIn = z.output<typeof signInBody>;

export const acceptInvitationBody = z.strictObject({
  invitation: credentialSchema.meta({ description: 'what stands behind `t=` in the link' }),
  secret: newSecretSchema.meta({ example: '483920' }),
  ...keeping,
});
export type AcceptInvitation = z.output<typeof acceptInvitationBody>;

const longestHours = 336;
export const inviteBody = z.strictObject({ hours: z.number().int().min(1).max(longestHours).default(72) });
export type Invite = z.output<typeof inviteBody>;
export const invitationAnswer = z.object({
  person: personCodeSchema,
  link: z.url().meta({ description: 'shown once: hand it to this person and to nobody else' }),
  expiresAt: instantSchema,
});

export const signedInAnswer = z.object({
  community: communitySchema,
  person: personCodeSchema,
  session: idSchema,
  expiresAt: instantSchema,
  token: z.string().optional().meta({ description: 'with `keep: token`: send it as `Authorization: Bearer …`' }),
  device: z.string().optional().meta({ description: 'with `keep: token`: send it with the next sign-in on this device' }),
});
export type SignedIn = z.output<typeof signedInAnswer>;

const scopeSchema = z
  .record(z.string(), z.string())
  .meta({ description: 'nothing in it: the whole community', example: { compound: 'LT' } });
export const meAnswer = z.object({
  community: communitySchema,
  person: personCodeSchema,
  session: idSchema,
  grants: z.array(
    z.object({
      role: z.enum(roles),
      scope: scopeSchema,
      from: instantSchema.optional(),
      until: instantSchema.optional().meta({ description: 'of a role for a time' }),
    }),
  ),
});

export const sessionsQuery = pageQuery;
export const sessionsAnswer = z.object({
  items: z.array(
    z.object({
      id: idSchema,
      person: personCodeSchema,
      label: z.string(),
      channel: z.string(),
      openedAt: instantSchema,
      seenAt: instantSchema,
      expiresAt: instantSchema,
      current: z.boolean(),
    }),
  ),
  next: z.string().nullable(),
});
export const endedAnswer = z.object({ ended: z.number().int().meta({ description: 'sessions that were open' }) });

/** From the gateway: what a caller has brought along. */
export const callerBody = z.strictObject({ credential: credentialSchema });

/** What a provider sends a browser back with (RFC 6749, 4.1.2): each once, whatever else it says. */
export const providerAnswer = z.record(z.string().max(100), z.string().max(3_000));
