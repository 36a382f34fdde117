import { isIP } from 'node:net';
import { partConfigSchema, serviceConfigSchema } from '@jielong/platform';
import { z } from 'zod';

const service = z.url({ protocol: /^http$/, error: 'must be http://host:port' });
const perMinute = z.coerce.number('must be a number of requests a minute').int().min(1).max(10_000_000);

/** `10.0.0.1,192.168.0.0/24,fd00::/8`: addresses, or networks with the length of their prefix. */
const proxiesSchema = z.string().transform((text, context): readonly string[] => {
  const proxies = text.split(',').map((proxy) => proxy.trim());
  if (proxies.every(isNetwork)) return proxies;
  context.addIssue({ code: 'custom', message: 'must be addresses or networks, such as 10.0.0.1,192.168.0.0/24' });
  return z.NEVER;
});

function isNetwork(text: string): boolean {
  const [address = '', prefix = '1', ...rest] = text.split('/');
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  return rest.length === 0 && /^\d+$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= bits;
}

/** What the gateway reads from its environment. */
export const gatewayConfigSchema = partConfigSchema.extend({
  PORT: z.coerce.number('must be a port number').int().min(0).max(65_535).default(3_000),
  /** Its own schema has the counters of its limits and nothing else. */
  DATABASE_URL: serviceConfigSchema.shape.DATABASE_URL,
  MEMBERS_URL: service,
  ORDERS_URL: service,
  LOGISTICS_URL: service,
  WORKFLOWS_URL: service,
  /** Where the keys are with which members signs for whom it knows. */
  JWKS_URL: serviceConfigSchema.shape.JWKS_URL,
  /** The exact origin of Temporal's UI: the only page of another origin that may ask, for payloads alone. */
  TEMPORAL_UI_ORIGIN: z.url().optional(),
  /** What stands before the gateway and may say for whom it speaks; nobody, where it is not set. */
  TRUSTED_PROXIES: proxiesSchema.default([]),
  /** How long a request waits for the counters of its limits; then the gateway counts for itself for a while. */
  LIMITS_PATIENCE_MS: z.coerce.number('must be a number of milliseconds').int().min(50).max(60_000).default(500),
  /** Requests a minute. Many households may share one address, so it is allowed most. */
  SESSION_REQUESTS_PER_MINUTE: perMinute.default(600),
  KEY_REQUESTS_PER_MINUTE: perMinute.default(1_200),
  ADDRESS_REQUESTS_PER_MINUTE: perMinute.default(3_000),
});
export type GatewayConfig = z.output<typeof gatewayConfigSchema>;

export const GATEWAY_CONFIG = Symbol('GatewayConfig');

/** The services behind the gateway, by name. */
export const servicesOf = ({ MEMBERS_URL, ORDERS_URL, LOGISTICS_URL }: GatewayConfig) =>
  ({ members: MEMBERS_URL, orders: ORDERS_URL, logistics: LOGISTICS_URL }) as const;
export type ServiceName = keyof ReturnType<typeof servicesOf>;
