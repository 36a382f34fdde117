import type { AddressInfo, Server } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { migrate, readConfig, stop } from '@jielong/platform';
import { testDatabase, testJwksUrl } from '@jielong/testing';
import { migrations } from '../migrations/index.js';
import { gatewayConfigSchema } from '../src/config.js';
import { createGateway } from '../src/gateway.js';
import { Recorder } from './recorder.js';

/** The real gateway, listening, with its database; behind it a recorder in the place of every service that the test does not bring. */
export interface RealGateway {
  readonly app: NestExpressApplication;
  readonly port: number;
  readonly url: string;
  readonly behind: Recorder;
  /** Another process on the same database, as far as limits are concerned. */
  another(env?: Env): Promise<{ readonly url: string; readonly app: NestExpressApplication }>;
  stop(): Promise<void>;
}
type Env = Readonly<Record<string, string>>;

const base = {
  NODE_ENV: 'test',
  PORT: '0',
  TEMPORAL_ADDRESS: '127.0.0.1:9',
  CODEC_KEYS: `test:${Buffer.alloc(32).toString('base64')}`,
  JWKS_URL: testJwksUrl,
  LOG_LEVEL: 'silent',
  LIMITS_PATIENCE_MS: '20000', // a machine that does other work besides is slow, not away
};

export async function realGateway(env: Env = {}): Promise<RealGateway> {
  const database = await testDatabase('empty');
  await migrate({ schema: 'gateway', migrations }, database.url('gateway', 'owner'));
  const behind = await Recorder.start();
  const { url } = behind;
  const services = { MEMBERS_URL: url, ORDERS_URL: url, LOGISTICS_URL: url, WORKFLOWS_URL: url };
  const apps: NestExpressApplication[] = [];
  const start = async (more: Env) => {
    const config = readConfig(gatewayConfigSchema, { ...base, ...services, DATABASE_URL: database.url('gateway'), ...more });
    const app = await createGateway(config);
    apps.push(app);
    await app.listen(0, '127.0.0.1');
    const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
    return { app, port, url: `http://127.0.0.1:${port}` };
  };
  return {
    ...(await start(env)),
    behind,
    another: (more = {}) => start({ ...env, ...more }),
    stop: async () => {
      for (const app of apps) await stop(app);
      await behind.stop();
      await database.drop();
    },
  };
}
