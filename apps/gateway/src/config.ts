import { partConfigSchema } from '@jielong/platform';
import { z } from 'zod';

const service = z.url({ protocol: /^http$/, error: 'must be http://host:port' });

/** What the gateway reads from its environment. */
export const gatewayConfigSchema = partConfigSchema.extend({
  PORT: z.coerce.number('must be a port number').int().min(0).max(65_535).default(3_000),
  MEMBERS_URL: service,
  ORDERS_URL: service,
  LOGISTICS_URL: service,
  WORKFLOWS_URL: service,
  /** The exact origin of Temporal's UI: the only page that may ask for decoded payloads, in development only. */
  TEMPORAL_UI_ORIGIN: z.url().optional(),
});
export type GatewayConfig = z.output<typeof gatewayConfigSchema>;

export const GATEWAY_CONFIG = Symbol('GatewayConfig');

/** The services behind the gateway, by name. */
export const servicesOf = ({ MEMBERS_URL, ORDERS_URL, LOGISTICS_URL }: GatewayConfig) =>
  ({ members: MEMBERS_URL, orders: ORDERS_URL, logistics: LOGISTICS_URL }) as const;
export type ServiceName = keyof ReturnType<typeof servicesOf>;
