import { z } from 'zod';

/** An identity provider whose word counts in one community; set all of them, or none. */
export const oidcVariables = {
  OIDC_ISSUER: z.url({ protocol: /^https?$/, error: 'must be the issuer, https://…' }).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_COMMUNITY: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be the id of a community')
    .optional(),
  /** The claim of the ID token that is the person's code; one that nobody can set for themselves. */
  OIDC_CODE_CLAIM: z.string().optional(),
} as const;
type Variables = z.output<z.ZodObject<typeof oidcVariables>>;
type Names = keyof typeof oidcVariables;
const names = Object.keys(oidcVariables) as Names[];

/** What is set where sign-in by the provider is on. */
export type OidcSettings = { readonly [Name in Names]: string };

/** Says which are missing where some are set, and that a provider is reached over TLS in production. */
export function checkOidc(config: Variables & { readonly NODE_ENV: string }, context: z.RefinementCtx): void {
  const missing = names.filter((name) => config[name] === undefined);
  if (missing.length < names.length)
    for (const name of missing) context.addIssue({ code: 'custom', path: [name], message: 'belongs to the other OIDC variables' });
  if (config.NODE_ENV === 'production' && config.OIDC_ISSUER?.startsWith('https://') === false)
    context.addIssue({ code: 'custom', path: ['OIDC_ISSUER'], message: 'must be https://… in production' });
}

const settingsSchema = z.object(Object.fromEntries(names.map((name) => [name, z.string()])) as Record<Names, z.ZodString>);

/** Undefined where no provider is set. */
export const oidcIn = (config: Variables): OidcSettings | undefined => settingsSchema.safeParse(config).data;
