import { z } from 'zod';
import { keyRingSchema } from './key-ring.js';

/** A host name and port, `127.0.0.1:7233`. */
const addressSchema = z.string().regex(/^[^\s:]+:\d{1,5}$/, 'must be host:port, such as 127.0.0.1:7233');

/** What every service needs. A service with more extends it: `serviceConfigSchema.extend({…})`. */
export const serviceConfigSchema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number('must be a port number').int().min(0).max(65_535),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be postgres://user:password@host:port/database' }),
  DATABASE_POOL: z.coerce.number('must be a number of connections').int().min(2).max(200).default(12),
  TEMPORAL_ADDRESS: addressSchema,
  TEMPORAL_NAMESPACE: z.string().default('jielong'),
  TEMPORAL_TASK_QUEUE: z.string().default('jielong'),
  /** Of the payload codec: the first encrypts, all of them decrypt. */
  CODEC_KEYS: keyRingSchema,
  /** Of personal data in rows: the first seals, all of them open. */
  DATA_KEYS: keyRingSchema,
  /** By which sealed values are found: the first for what is written, all of them for what is looked for. */
  LOOKUP_KEYS: keyRingSchema,
  /** Where members publishes the keys that its tokens are checked with (RFC 7517). */
  JWKS_URL: z.url({ error: 'must be a URL, such as http://members:3000/api/internal/jwks' }),
  /** How long a caller may take to send the headers, and the whole request; whoever is slower is cut off. */
  HEADERS_TIMEOUT_MS: z.coerce.number('must be milliseconds').int().min(100).max(60_000).default(10_000),
  REQUEST_TIMEOUT_MS: z.coerce.number('must be milliseconds').int().min(100).max(600_000).default(60_000),
  /** How long a workflow waits for an activity whose process has died, and at most between two tries; those started from now on. */
  ACTIVITY_TIMEOUT_MS: z.coerce.number('must be milliseconds').int().min(500).max(600_000).optional(),
  ACTIVITY_PAUSE_MS: z.coerce.number('must be milliseconds').int().min(200).max(600_000).optional(),
  /** A folder with deaths to die; tests only, see fault-activities.ts. */
  FAULT_ACTIVITIES: z.string().optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});
export type ServiceConfig = z.output<typeof serviceConfigSchema>;

/** What a service needs that takes and writes people's reports. */
export const stepsConfigSchema = serviceConfigSchema.extend({
  /** Of reports: the first signs, all of them verify. Nobody else has them, neither the gateway nor the workflow worker. */
  REPORT_KEYS: keyRingSchema,
});
export type StepsConfig = z.output<typeof stepsConfigSchema>;

/** Where people reach the product: links that are handed out begin with it. */
export const publicUrlSchema = z.url({ protocol: /^https?$/, error: 'must be http://… or https://…' });

/** What a service needs whose steps are reported by links. */
export const linkingConfigSchema = stepsConfigSchema.extend({ PUBLIC_URL: publicUrlSchema });
export type LinkingConfig = z.output<typeof linkingConfigSchema>;

/** What a part needs that has no database of its own: the gateway, the workflow worker. */
export const partConfigSchema = serviceConfigSchema.omit({
  ...{ DATABASE_URL: true, DATABASE_POOL: true, DATA_KEYS: true, LOOKUP_KEYS: true, JWKS_URL: true },
});
export type PartConfig = z.output<typeof partConfigSchema>;

/** The queue on which a service runs its activities: `jielong-orders`. */
export const activityQueue = (taskQueue: string, service: string): string => `${taskQueue}-${service}`;

/** Injects the configuration that `createService` was given. */
export const SERVICE_CONFIG = Symbol('ServiceConfig');
