import { keyRingSchema, publicUrlSchema, serviceConfigSchema } from '@jielong/platform';
import { z } from 'zod';
import { checkOidc, oidcVariables } from './oidc/oidc-config.js';

/** What members reads from its environment besides what every service does. */
export const membersVariables = serviceConfigSchema.extend({
  ...oidcVariables,
  /** Ed25519 seeds, `id:base64,id:base64`: the first signs what says who acts, all of them are published to check it. */
  SIGNING_KEYS: keyRingSchema,
  PUBLIC_URL: publicUrlSchema,
  /** Of how many households and people somebody may see the full data in a day. */
  REVEALS_PER_DAY: z.coerce.number('must be a number').int().min(0).max(10_000).default(20),
});
export const membersConfigSchema = membersVariables.superRefine(checkOidc);
export type MembersConfig = z.output<typeof membersConfigSchema>;
