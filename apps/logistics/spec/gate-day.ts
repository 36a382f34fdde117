import { randomUUID } from 'node:crypto';
import { createService, linkingConfigSchema, stop } from '@jielong/platform';
import { acting, testJwksUrl, testKeys } from '@jielong/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import supertest from 'supertest';
import { AppModule } from '../src/app.module.js';
import { community, type Day, Warehouse, type Wish } from './warehouse.js';

const atTheGate = [{ role: 'gate-captain', scope: {} }];

/** All of logistics over HTTP, on goods that came to the gate as they do: bought, loaded, handed over. */
export class GateDay {
  private constructor(
    readonly house: Warehouse,
    readonly app: NestExpressApplication,
  ) {}

  static async open(): Promise<GateDay> {
    const house = await Warehouse.open();
    const config = linkingConfigSchema.parse({
      NODE_ENV: 'test',
      PORT: 0,
      DATABASE_URL: house.url,
      TEMPORAL_ADDRESS: '127.0.0.1:1', // nobody is there: rows are read and written all the same
      ...testKeys,
      JWKS_URL: testJwksUrl,
      PUBLIC_URL: 'https://jielong.example.org',
      LOG_LEVEL: 'silent',
    });
    const app = await createService({ name: 'logistics', module: AppModule, config });
    await app.listen(0, '127.0.0.1');
    return new GateDay(house, app);
  }

  async close(): Promise<void> {
    await stop(this.app);
    await this.house.close();
  }

  /** A run whose goods have come to its points, which are open. */
  async day(wish: Wish = {}): Promise<Day> {
    const day = await this.house.run(wish);
    await day.planned();
    await day.buys(wish.expected ?? 10);
    await day.allocates(1);
    for (const stop of day.points.keys()) await day.says(day.handoff(undefined, stop));
    return day;
  }

  post(path: string, body: object, key: string = randomUUID(), actor = 'D001') {
    const request = supertest(this.app.getHttpServer()).post(`/api/${path}`);
    return request
      .set(acting(`${community}/${actor}`, atTheGate))
      .set('Idempotency-Key', key)
      .send(body);
  }
  get(path: string) {
    return supertest(this.app.getHttpServer())
      .get(`/api/${path}`)
      .set(acting(`${community}/D001`, atTheGate));
  }

  /** The order of a line picks up; gives the pickup. */
  async picksUp({ run, lines }: Day, line = 0): Promise<string> {
    const { order_id, pickup_point_id } = lines[line] ?? { order_id: '', pickup_point_id: '' };
    const scan = { scanId: `scan-${randomUUID()}`, run, pointId: pickup_point_id, by: { orderId: order_id } };
    const { body } = await this.post('pickups', scan).expect(200);
    return body.pickupId;
  }

  /** An offline device says that the order of a line was handed out; gives the answer. */
  async states({ run, lines }: Day, line = 0, more: object = {}): Promise<{ status: string }> {
    const { order_id, pickup_point_id } = lines[line] ?? { order_id: '', pickup_point_id: '' };
    const scan = { scanId: `scan-${randomUUID()}`, run, pointId: pickup_point_id, by: { orderId: order_id }, ...more };
    const { body } = await this.post('pickups/batch', { scans: [scan] }).expect(200);
    return body.answers[0];
  }

  handedOut = async ({ run }: Day): Promise<number> =>
    (await this.house.rows<{ sum: number }>('SELECT sum(handed_out)::integer AS sum FROM pickup_order_lines WHERE run_id = $1', [run]))[0]
      ?.sum ?? 0;
}
