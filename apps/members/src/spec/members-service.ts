import { readFileSync } from 'node:fs';
import type { INestApplication } from '@nestjs/common';
import type { Grant } from '@jielong/kernel';
import { membersPages } from '@jielong/members-contract';
import { createService, inCommunity, migrate, readConfig, stop } from '@jielong/platform';
import { acting, testDatabase, testJwksUrl, testKeys, testSigningKeys } from '@jielong/testing';
import pg from 'pg';
import supertest from 'supertest';
import { DataSource } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { AppModule } from '../app.module.js';
import { membersConfigSchema } from '../config.js';
import { bodyLimit } from '../imports/imports.controller.js';

export interface ImportFile {
  readonly name: string;
  readonly content: string;
  readonly encoding?: 'base64';
}

type Database = Awaited<ReturnType<typeof testDatabase>>;

/** members on a database of its own, spoken to over HTTP. */
export class MembersService {
  private constructor(
    readonly app: INestApplication,
    readonly database: Database,
  ) {}

  static async open(env: Readonly<Record<string, string>> = {}): Promise<MembersService> {
    const database = await testDatabase('empty');
    await migrate({ schema: 'members', migrations }, database.url('members', 'owner'));
    return MembersService.on(database, env);
  }

  private static async on(database: Database, env: Readonly<Record<string, string>>): Promise<MembersService> {
    const config = readConfig(membersConfigSchema, {
      NODE_ENV: 'test',
      PORT: '0',
      DATABASE_URL: database.url('members'),
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      ...testKeys,
      JWKS_URL: testJwksUrl,
      SIGNING_KEYS: testSigningKeys,
      PUBLIC_URL: 'https://jielong.example.org',
      LOG_LEVEL: 'silent',
      ...env,
    });
    const app = await createService({ name: 'members', module: AppModule.with(config), config, bodyLimit, pages: membersPages });
    await app.listen(0, '127.0.0.1');
    return new MembersService(app, database);
  }

  url = (): Promise<string> => this.app.getUrl();

  /** What another process on the same database does with it. */
  async elsewhere<T>(work: (other: MembersService) => Promise<T>): Promise<T> {
    const other = await MembersService.on(this.database, {});
    return work(other).finally(() => stop(other.app));
  }

  async close(): Promise<void> {
    await stop(this.app);
    await this.database.drop();
  }

  /** As `S001` of a community, where nobody else is named. */
  as(community: string, code = 'S001', grants?: readonly Grant[]) {
    const agent = supertest(this.app.getHttpServer());
    const actor = `${community}/${code}`;
    return {
      get: (path: string) => agent.get(`/api${path}`).set(acting(actor, grants)),
      send: (method: 'post' | 'patch', path: string, body: object, key: string = crypto.randomUUID()) =>
        agent[method](`/api${path}`).set(acting(actor, grants)).set('Idempotency-Key', key).send(body),
      preview: (kind: string, files: readonly ImportFile[]) =>
        agent.post(`/api/imports/${kind}`).set(acting(actor, grants)).send({ files }),
      commit: (kind: string, files: readonly ImportFile[], revision?: string, key: string = crypto.randomUUID()) =>
        agent
          .post(`/api/imports/${kind}?mode=commit`)
          .set(acting(actor, grants))
          .set('Idempotency-Key', key)
          .send({ files, ...(revision ? { revision } : {}) }),
    };
  }

  /** As the server's administrator, for whom nothing is hidden and everything can be changed. */
  async behind(sql: string): Promise<void> {
    const admin = new pg.Client(this.database.adminUrl);
    await admin.connect();
    await admin.query(sql).finally(() => admin.end());
  }

  rows<T>(community: string, sql: string, parameters: unknown[] = []): Promise<T[]> {
    return inCommunity(this.app.get(DataSource), community, (tx) => tx.query<T[]>(sql, parameters));
  }
}

const names = ['compounds', 'buildings', 'branches-groups', 'members', 'supply-teams', 'households', 'roles'];
export const sampleFile = (name: string): ImportFile => ({
  name: `${name}.csv`,
  content: readFileSync(new URL(`../../../../samples/${name}.csv`, import.meta.url), 'utf8'),
});
/** The workbook of the sample community: everything but households and roles. */
export const sampleWorkbook: ImportFile = {
  name: 'organisation.xlsx',
  content: readFileSync(new URL('../../../../samples/organisation.xlsx', import.meta.url), 'base64'),
  encoding: 'base64',
};
/** The sample community, as its files are. */
export const sample: readonly ImportFile[] = names.map(sampleFile);

const csv = (name: string, ...lines: string[]): ImportFile => ({ name, content: `${lines.join('\r\n')}\r\n` });
/** Two compounds, one of them a village without units. */
export const village: readonly ImportFile[] = [
  csv('compounds.csv', '小区代码,小区,大门,自提点', 'LT,蓝天花园,南门,南门：岗亭', 'CZ,陈庄,村口,村口：祠堂'),
  csv('buildings.csv', '小区代码,楼栋,单元数,取货大门,自提点', 'LT,3,2,南门,岗亭', 'LT,12,1,南门,岗亭', 'CZ,7,,村口,祠堂'),
  csv(
    'households.csv',
    '小区代码,楼栋,单元,房号,户主姓名,手机,独居老人,隔离中',
    'LT,3,1,501,张叶,199-0000-0001,,',
    'LT,3,2,501,李芮,199-0000-0002,是,',
    'LT,12,1,501,王舟,199-0000-0003,,是',
    'CZ,7,,12,陈禾,199-0000-0004,,',
  ),
  csv('roles.csv', '人员编号,姓名,手机,角色,范围', 'S001,钟启,199-0000-9001,协调员,社区'),
];
/** One file of the village, changed. */
export const changed = (name: string, change: (content: string) => string): ImportFile[] =>
  village.filter((file) => file.name === name).map((file) => ({ name, content: change(file.content) }));
