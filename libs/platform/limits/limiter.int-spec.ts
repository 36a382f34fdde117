import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../database/database.module.js';
import { ProblemError } from '../errors/problem-error.js';
import { scratchService, type ScratchService } from '../spec/scratch-service.js';
import { Counters } from './counters.js';
import { limitTables } from './limit-tables.js';
import { Limiter, type Limit } from './limiter.js';

/** A way to PostgreSQL that can be cut: connections end and new ones are refused, as when the server is stopped. */
class Way {
  private server: Server | undefined;
  private readonly open = new Set<Socket>();
  private port = 0;

  constructor(private readonly to: URL) {}

  async restore(): Promise<void> {
    const server = createServer((socket) => {
      const onward = connect(Number(this.to.port), this.to.hostname);
      for (const end of [socket, onward]) this.open.add(end.on('error', () => undefined));
      socket.pipe(onward).pipe(socket);
    });
    await once(server.listen(this.port, '127.0.0.1'), 'listening');
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  async cut(): Promise<void> {
    this.server?.close();
    this.open.forEach((socket) => socket.destroy());
    this.open.clear();
  }

  get url(): string {
    return Object.assign(new URL(this.to), { port: String(this.port) }).href;
  }
}

let service: ScratchService;
let owner: DataSource;
let way: Way;
let gateways: Counters[];
/** As long as a busy machine takes to connect to a PostgreSQL that answers: whoever waits longer counts in memory. */
const patienceMs = 20_000;
beforeAll(async () => {
  service = await scratchService();
  owner = await new DataSource(dataSourceOptions({ schema: 'scratch' }, { DATABASE_URL: service.ownerUrl, DATABASE_POOL: 2 })).initialize();
  await owner.query(limitTables(new URL(service.appUrl).username));
  way = new Way(new URL(service.appUrl));
  await way.restore();
  gateways = [new Counters(way.url, patienceMs), new Counters(way.url, patienceMs)];
});
afterAll(async () => {
  await Promise.all(gateways.map((counters) => counters.end()));
  await way.cut();
  await owner.destroy();
  await service.drop();
});

/** The same limit in two processes. */
const twice = (limit: Partial<Limit> & Pick<Limit, 'name'>): Limiter[] => gateways.map((counters) => limiterOf(counters, limit));
const limiterOf = (counters: Counters, limit: Partial<Limit> & Pick<Limit, 'name'>): Limiter =>
  new Limiter({ points: 5, seconds: 60, whenAway: 'count-in-memory', ...limit }, counters, 'scratch');
const outcome = (limiter: Limiter | undefined, key = 'one'): Promise<string> =>
  (limiter?.take(key) ?? Promise.reject(new Error('no limiter'))).then(
    () => 'taken',
    (reason: unknown) => (reason instanceof ProblemError ? `${reason.status} ${reason.code}` : String(reason)),
  );
const refused = '429 too-many-requests';
const tally = (outcomes: readonly string[]) => ({
  taken: outcomes.filter((one) => one === 'taken').length,
  refused: outcomes.filter((one) => one === refused).length,
});
const counted = (): Promise<{ key: string; points: number }[]> => owner.query('SELECT key, points FROM limit_counters ORDER BY key');

describe('a limit', () => {
  test('holds over two processes, however many ask at once', async () => {
    const [here, there] = twice({ name: 'both', points: 20 });
    const outcomes = await Promise.all(Array.from({ length: 60 }, (_, n) => outcome(n % 2 ? here : there)));
    expect(tally(outcomes)).toEqual({ taken: 20, refused: 40 });
  });

  test('counts each key and each limit apart, and keeps neither keys nor addresses', async () => {
    const [here] = twice({ name: 'apart', points: 1 });
    const [other] = twice({ name: 'other', points: 1 });
    const outcomes = [await outcome(here, '203.0.113.9'), await outcome(here, '203.0.113.10'), await outcome(other, '203.0.113.9')];
    expect(outcomes).toEqual(['taken', 'taken', 'taken']);
    expect(JSON.stringify(await counted())).not.toContain('203.0');
  });

  test('says when it is over, and then is', async () => {
    const [here, there] = twice({ name: 'over', points: 1, seconds: 1 });
    expect(await outcome(here)).toBe('taken');
    const told = await there?.take('one').catch((error: unknown) => error);
    expect(told).toMatchObject({
      status: 429,
      extras: { headers: { 'Retry-After': '1' } },
      text: { zh: expect.stringContaining('1 秒后再试'), en: expect.stringContaining('Try again in 1 s') },
    });
    await setTimeout(1_050);
    expect([await outcome(here), await outcome(there)]).toEqual(['taken', refused]);
  });

  test('that is used up refuses from memory: a flood does not reach PostgreSQL', async () => {
    const [here] = twice({ name: 'flood', points: 3 });
    for (let n = 0; n < 3; n += 1) expect(await outcome(here)).toBe('taken');
    for (let n = 0; n < 50; n += 1) expect(await outcome(here)).toBe(refused);
    expect((await counted()).find(({ key }) => key.startsWith('flood:'))?.points).toBe(3);
  });

  test('that was reached by what is given back is open again, here and elsewhere; others stay as they are', async () => {
    const [here, there] = twice({ name: 'given-back', points: 2 });
    for (const key of ['right', 'wrong', 'wrong', 'right']) expect(await outcome(here, key)).toBe('taken');
    await here?.giveBack('right');
    expect([await outcome(here, 'wrong'), await outcome(here, 'right'), await outcome(there, 'right')]).toEqual([
      refused,
      'taken',
      refused,
    ]);
  });

  test('lets in no more than it says after what was taken before its time was over is given back', async () => {
    const [here] = twice({ name: 'late', points: 2 });
    expect(await outcome(here)).toBe('taken');
    await owner.query(`UPDATE limit_counters SET expire = 0 WHERE key LIKE 'late:%'`);
    await here?.giveBack('one');
    expect([await outcome(here), await outcome(here), await outcome(here)]).toEqual(['taken', 'taken', refused]);
  });

  test('is forgotten on demand, in memory and for all', async () => {
    const [here, there] = twice({ name: 'forgotten', points: 1 });
    expect([await outcome(here), await outcome(here)]).toEqual(['taken', refused]);
    await here?.forget('one');
    expect([await outcome(here), await outcome(there)]).toEqual(['taken', refused]);
  });
});

describe('with PostgreSQL stopped', () => {
  beforeAll(() => way.cut());

  test('a limit that counts in memory goes on, each process for itself', async () => {
    const [here, there] = twice({ name: 'open', points: 5 });
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, n) => outcome(n % 2 ? here : there)));
    expect(tally(outcomes)).toEqual({ taken: 10, refused: 10 });
  });

  test('one that must be counted lets nobody through, and says when to try again', async () => {
    const [here] = twice({ name: 'closed', whenAway: 'refuse' });
    const told = await here?.take('one').catch((error: unknown) => error);
    expect(told).toMatchObject({ status: 503, code: 'limits-unavailable', extras: { headers: { 'Retry-After': '2' } } });
    await expect(here?.forget('one')).rejects.toMatchObject({ status: 503 });
  });

  test('both are as before when it is back', async () => {
    const [open, closed] = [twice({ name: 'back' }), twice({ name: 'shut', whenAway: 'refuse' })];
    expect([await outcome(open[0]), await outcome(closed[0])]).toEqual(['taken', '503 limits-unavailable']);
    await way.restore();
    await setTimeout(1_050); // it is left alone for a second
    expect([await outcome(open[0]), await outcome(closed[0])]).toEqual(['taken', 'taken']);
    expect((await counted()).filter(({ key }) => /^(back|shut):/.test(key)).map(({ points }) => points)).toEqual([1, 1]);
  });
});

test('a PostgreSQL that does not answer keeps one request waiting, and then none', async () => {
  const counters = new Counters(way.url);
  const here = limiterOf(counters, { name: 'slow', points: 100 });
  const lock = owner.createQueryRunner();
  await lock.startTransaction();
  await lock.query('LOCK TABLE limit_counters IN ACCESS EXCLUSIVE MODE');
  const began = performance.now();
  for (let n = 0; n < 50; n += 1) expect(await outcome(here)).toBe('taken');
  expect(performance.now() - began).toBeLessThan(1_000);
  await lock.rollbackTransaction();
  await lock.release();
  await counters.end();
});
