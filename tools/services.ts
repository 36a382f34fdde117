import { urlFor, type Schema } from './databases.ts';
import { inRoot } from './places.ts';
import { codecKeysOf, dataKeysOf, reportKeysOf, type Secrets, signingKeysOf } from './secrets.ts';

/** What we run of our own, each from its build; the gateway last, for it needs the others. */
export const services = ['members', 'orders', 'logistics', 'workflows', 'gateway'] as const;
export type Service = (typeof services)[number];

export const entryOf = (service: Service): string => `apps/${service}/dist/src/main.js`;

export interface Surroundings {
  readonly mode: 'development' | 'test';
  readonly ports: Readonly<Record<Service, number>>;
  readonly adminUrl: string;
  readonly secrets: Secrets;
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly uiUrl: string | undefined;
}

const schemaOf: Readonly<Partial<Record<Service, Schema>>> = {
  ...{ members: 'members', orders: 'orders', logistics: 'logistics', gateway: 'gateway' },
};

/** Everything a service reads from its environment. */
export function environmentOf(service: Service, { mode, ports, adminUrl, secrets, ...temporal }: Surroundings): NodeJS.ProcessEnv {
  const schema = schemaOf[service];
  return {
    ...process.env,
    NODE_ENV: mode,
    HOST: '127.0.0.1',
    PORT: String(ports[service]),
    DATABASE_URL: schema && urlFor(adminUrl, secrets, schema, 'app'),
    TEMPORAL_ADDRESS: temporal.temporalAddress,
    TEMPORAL_NAMESPACE: temporal.namespace,
    TEMPORAL_TASK_QUEUE: temporal.taskQueue,
    CODEC_KEYS: codecKeysOf(secrets),
    ...(schema ? dataKeysOf(secrets) : {}),
    JWKS_URL: `${urlAt(ports.members)}/api/internal/jwks`,
    PUBLIC_URL: urlAt(ports.gateway),
    NODE_COMPILE_CACHE: inRoot('.cache/node'), // a second start compiles nothing
    ...(service === 'gateway' ? gatewayEnvironment(ports, temporal.uiUrl) : {}),
    ...(service === 'orders' || service === 'logistics' ? { REPORT_KEYS: reportKeysOf(secrets) } : {}),
    ...(service === 'members' ? { SIGNING_KEYS: signingKeysOf(secrets) } : {}),
  };
}

const urlAt = (port: number) => `http://127.0.0.1:${port}`;

/** Everybody comes from this machine there, tests by the thousand: none of them is to be told to wait. */
const noLimit = '10000000';

const gatewayEnvironment = (ports: Surroundings['ports'], uiUrl: string | undefined): NodeJS.ProcessEnv => ({
  MEMBERS_URL: urlAt(ports.members),
  ORDERS_URL: urlAt(ports.orders),
  LOGISTICS_URL: urlAt(ports.logistics),
  WORKFLOWS_URL: urlAt(ports.workflows),
  ADDRESS_REQUESTS_PER_MINUTE: process.env['ADDRESS_REQUESTS_PER_MINUTE'] || noLimit,
  SESSION_REQUESTS_PER_MINUTE: process.env['SESSION_REQUESTS_PER_MINUTE'] || noLimit,
  TEMPORAL_UI_ORIGIN: uiUrl === undefined ? process.env['TEMPORAL_UI_ORIGIN'] : new URL(uiUrl).origin,
});
