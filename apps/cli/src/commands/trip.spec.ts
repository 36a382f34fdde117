import { afterEach, expect, jest, test } from '@jest/globals';
import { Misuse } from '../failure.js';
import { program } from '../program.js';

afterEach(() => void jest.restoreAllMocks());

const trip = {
  ...{ id: 't1', state: 'under-way', team: '保障一队', vehicle: '二号车', crew: ['D018', 'D019'], runs: ['r1', 'r2'] },
  ...{ plannedAt: '2026-11-25T04:00:00.000Z', departedAt: '2026-11-25T05:00:00.000Z', endedAt: null },
  stops: [
    { id: 's1', run: 'r1', name: '南门自提点', gate: '南门', state: 'handed-over', planned: { SC01: 44, RL01: 38 } },
    { id: 's2', run: 'r2', name: '东门自提点', gate: '东门', state: 'expected', planned: {} },
  ],
};

/** What a command prints, and what it has asked. */
async function jielong(...args: string[]): Promise<{ out: string; asked: unknown[] }> {
  const asked: unknown[] = [];
  let out = '';
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
    asked.push([init?.method ?? 'GET', pathname.replace('/api', '') + search, ...(body === undefined ? [] : [body])]);
    return Response.json(pathname.endsWith('/trips') && body === undefined ? { items: [trip], next: null } : trip);
  });
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  await program().parseAsync(['node', 'jielong', 'trip', ...args]);
  return { out, asked };
}

test('a bus for two runs is planned with its stops in the order of the road', async () => {
  const bus = ['--team', '保障一队', '--vehicle', '二号车', '--crew', 'D018', '--crew', 'D019'];
  const { out, asked } = await jielong('plan', '--run', 'r1', '--run', 'r2', '--stop', 'r2@p2', '--stop', 'r1@p1', ...bus);
  const stops = [
    { run: 'r2', point: 'p2' },
    { run: 'r1', point: 'p1' },
  ];
  expect(asked).toEqual([['POST', '/trips', { runs: ['r1', 'r2'], stops, team: '保障一队', vehicle: '二号车', crew: ['D018', 'D019'] }]]);
  expect(out).toBe('已派车 / planned: t1（2 个停靠点 / stops）\n');
});

test('without stops the service knows which, and a point alone is one of the only run', async () => {
  expect((await jielong('plan', '--run', 'r1')).asked).toEqual([['POST', '/trips', { runs: ['r1'] }]]);
  expect((await jielong('plan', '--run', 'r1', '--stop', 'p1')).asked).toEqual([
    ['POST', '/trips', { runs: ['r1'], stops: [{ run: 'r1', point: 'p1' }] }],
  ]);
});

test.each(['p1', 'r1@', '@p1', 'r1@p1@p2'])('%s is no stop where there are two runs', async (stop) => {
  await expect(jielong('plan', '--run', 'r1', '--run', 'r2', '--stop', stop)).rejects.toThrow(Misuse);
});

test('a trip is shown with its stops and what each is to get, by its id or as `step list` writes it', async () => {
  const { out, asked } = await jielong('show', 'trip:t1');
  expect(asked).toEqual([['GET', '/trips/t1']]);
  expect(out).toMatch(/^二号车 {2}保障一队 {2}under-way {2}D018 D019\n派车 \/ planned 2026-11-25 12:00 {2}发车 \/ left 2026-11-25 13:00\n/);
  expect(out).toMatch(/s1 +r1 +南门自提点（南门） +handed-over +SC01=44 RL01=38$/m);
});

test('the trips of a run are listed in the language asked for', async () => {
  const { out, asked } = await jielong('list', '--run', 'r1', '--lang', 'en');
  expect(asked).toEqual([['GET', '/trips?run=r1&limit=200']]);
  expect(out).toMatch(
    /trip +vehicle +team +state +runs +stop +at\nt1 +二号车 +保障一队 +under-way +2 +南门自提点、东门自提点 +2026-11-25 12:00/,
  );
});
