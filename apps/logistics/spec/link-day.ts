import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { logisticsPages } from '@jielong/logistics-contract';
import { membersViews } from '@jielong/members-contract';
import { ordersViews } from '@jielong/orders-contract';
import { bundleWorkflows, createService, linkingConfigSchema, stop, TemporalModule } from '@jielong/platform';
import { acting, testJwksUrl, testKeys, testTemporal } from '@jielong/testing';
import supertest from 'supertest';
import { AppModule } from '../src/app.module.js';
import { community, type Day, Warehouse } from './warehouse.js';

/** A bus with one stop. */
export interface Bus {
  readonly day: Day;
  readonly id: string;
  readonly process: string;
  readonly stop: string;
}
export interface KnownReport {
  readonly report_id: string;
  readonly entered_by: string;
  readonly done_by: string;
  readonly channel: string;
  readonly body: object;
}
export const links = 'steps/logistics/links';
const pathOf = (link: string): string => new URL(link).pathname + new URL(link).search;

/** All of logistics over HTTP with its workflows, two captains of teams and one of a gate, and what a browser does with a link. */
export class LinkDay {
  private constructor(
    readonly house: Warehouse,
    readonly app: NestExpressApplication,
    private readonly workflows: NestExpressApplication,
    private readonly directory: string,
  ) {}

  static async open(): Promise<LinkDay> {
    const house = await Warehouse.open();
    await house.rows(people);
    const directory = await mkdtemp(join(tmpdir(), 'jielong-links-'));
    const bundlePath = join(directory, 'workflows.js');
    await bundleWorkflows(fileURLToPath(new URL('../../../libs/logistics/workflows/index.ts', import.meta.url)), bundlePath);
    const config = configFor(house.url);
    @Module({ imports: [TemporalModule.forWorkflows({ bundlePath })] })
    class WorkflowsModule {}
    const app = await createService({ name: 'logistics', module: AppModule, config, pages: logisticsPages });
    const workflows = await createService({ name: 'workflows', module: WorkflowsModule, config });
    await Promise.all([app.listen(0, '127.0.0.1'), workflows.listen(0, '127.0.0.1')]);
    return new LinkDay(house, app, workflows, directory);
  }

  async close(): Promise<void> {
    await Promise.all([stop(this.app), stop(this.workflows)]);
    await this.house.close();
    await rm(this.directory, { recursive: true });
  }

  /** As the coordinator, where nobody else is named. */
  call(method: 'get' | 'post', path: string, body?: object, who = acting(`${community}/S001`)) {
    const agent = supertest(this.app.getHttpServer());
    const asked = method === 'get' ? agent.get(`/api/${path}`) : agent.post(`/api/${path}`);
    return asked.set(who).set('Idempotency-Key', randomUUID()).send(body);
  }

  look = (link: string) => supertest(this.app.getHttpServer()).get(pathOf(link));
  press = (link: string, form: Record<string, string> = { answer: 'as-expected' }) =>
    supertest(this.app.getHttpServer()).post(pathOf(link)).type('form').send(form);

  /** A bus of the first team, bought for, whose loading is asked for. */
  async bus(bundleName = '蔬菜包'): Promise<Bus> {
    const day = await this.house.run();
    await this.house.rows(`INSERT INTO ${ordersViews.runBundles} (run_id, bundle, name, unit) VALUES ($1, 'SC01', $2, '份')`, [
      day.run,
      bundleName,
    ]);
    await day.buys(10);
    const { body } = await this.call('post', 'trips', { runs: [day.run] });
    await this.house.rows(`UPDATE trips SET team = '物资保障一队', vehicle = '大巴甲' WHERE trip_id = $1`, [body.id]);
    const made: Bus = { day, id: body.id, process: `trip:${body.id}`, stop: body.stops[0].id };
    await this.isAsked(made.process, 'confirmLoading');
    return made;
  }

  async isAsked(process: string, step: string): Promise<void> {
    for (const giveUp = Date.now() + 60_000; ; await setTimeout(100)) {
      const { body } = await this.call('get', `steps/logistics?process=${process}`);
      if (body.items.some((item: { step: string }) => item.step === step)) return;
      if (Date.now() > giveUp) throw new Error(`${step} is not asked for`);
    }
  }

  async linkFor({ process }: Bus, step = 'confirmLoading', person = 'D018'): Promise<{ id: string; link: string }> {
    const { body } = await this.call('post', links, { process, step, person, hours: 2 }).expect(201);
    return body;
  }

  reportsOf = ({ process }: Bus): Promise<KnownReport[]> =>
    this.house.rows<KnownReport>('SELECT report_id, entered_by, done_by, channel, body FROM reports WHERE process_id = $1 ORDER BY seq', [
      process,
    ]);
}

const people = `
  INSERT INTO ${membersViews.people} (code, active) VALUES ('D018', true), ('D001', true), ('D019', true);
  INSERT INTO ${membersViews.compounds} (code, name) VALUES ('LT', '蓝天花园');
  INSERT INTO ${membersViews.roles} (code, role, scope, gate) VALUES ('D018', 'team-captain', '物资保障一队', NULL),
    ('D019', 'team-captain', '物资保障二队', NULL), ('D001', 'gate-captain', '蓝天花园门0', '{"compound":"LT","gate":"门0"}')`;

function configFor(url: string) {
  const { address, namespace } = testTemporal();
  return linkingConfigSchema.parse({
    NODE_ENV: 'test',
    PORT: 0,
    DATABASE_URL: url,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    TEMPORAL_TASK_QUEUE: `test-${randomUUID()}`,
    ...testKeys,
    JWKS_URL: testJwksUrl,
    PUBLIC_URL: 'https://jielong.example.org',
    LOG_LEVEL: 'silent',
  });
}
