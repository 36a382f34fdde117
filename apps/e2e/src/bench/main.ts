import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { Person } from '../api.js';
import type { GoodDay } from '../good-day.js';
import { OwnSystem } from '../own-system.js';
import { type Checks, checksOf, middleOf } from './access.js';
import { AtService } from './at-service.js';
import { type Doors, intake, pickups } from './gate.js';
import { portOf, processes, type Throughput } from './processes.js';
import { p99, rounded, rounds, timed } from './timing.js';

/** Measures and prints, a table and one JSON object as the last line; judges nothing. Ratios are of one run, on the same servers. */
const { values } = parseArgs({ options: { runs: { type: 'string', default: '200' }, json: { type: 'boolean', default: false } } });
const system = await OwnSystem.start({ durable: true, env: { LOG_LEVEL: 'warn' } });
try {
  print(await measure());
} finally {
  await system.stop();
}

async function measure() {
  const at = (service: string) => `http://127.0.0.1:${portOf(system, service)}`;
  const { gatewayUrl: gateway, adminUrl, dataDir } = system;
  const doors = { members: at('members'), orders: at('orders'), logistics: at('logistics'), gateway, adminUrl, dataDir };
  const { figures: orderIntake, ground } = await intake(doors);
  const gate = await pickups(doors, ground);
  const checks = await access(doors, [ground.day, ground.other]);
  const steps = await processes(system, Number(values.runs));
  return { orderIntake, ...gate, checks, ...steps, workerReadySeconds: await workerReady(), bundle: bundleOf() };
}

/**
 * Whoever may everywhere; a gate that works on its own run; and a gate that reads one order after the other, none of which it has just read: each
 * is looked up with the first statements of the request's own transaction, and timed is what that adds. Beside them a trip that asks for nothing.
 */
async function access(doors: Doors, days: readonly GoodDay[]) {
  const of = (service: string, person: string) => new AtService(service, `sample/${person}`, doors);
  const office = new Person(doors.gateway, 'sample/S001');
  const orders: string[] = [];
  for (const { path } of days) orders.push(...(await office.all<{ id: string }>(`${path}/orders`)).map(({ id }) => `/orders/${id}`));
  const again = Array.from({ length: 1_100 }, () => `${days[0]?.path}/pickup-orders?limit=1`);
  const database = new pg.Client(doors.adminUrl);
  await database.connect();
  const found = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const { each } = await timed(orders, 1, () => database.query('SELECT 1'));
      found.push({
        anew: await checksOf(doors.orders, of(doors.orders, 'D001'), orders),
        office: await checksOf(doors.orders, of(doors.orders, 'S001'), orders),
        gate: await checksOf(doors.logistics, of(doors.logistics, 'D001'), again), // meanwhile the orders are forgotten
        bareTrip: { p99Ms: rounded(p99(each)), count: each.length },
      });
    }
  } finally {
    await database.end();
  }
  return {
    office: middleOf(found.map(({ office }) => office.permission)),
    gate: middleOf(found.map(({ gate }) => gate.permission)),
    anew: middleOf(found.map(({ anew }) => anew.permission)),
    token: middleOf(found.map(({ office }) => office.token)),
    bareTrip: middleOf(found.map(({ bareTrip }) => bareTrip)),
  };
}

/** From its start to the first answer that says ready. */
async function workerReady(): Promise<number> {
  await system.order('stop workflows');
  const began = performance.now();
  await system.order('start workflows');
  return rounded((performance.now() - began) / 1_000, 1);
}

/** What a workflow could reach of Node: nothing. */
function bundleOf(): { bytes: number; nodeModules: readonly string[] } {
  const code = readFileSync('apps/workflows/dist/workflow-bundle.js', 'utf8');
  const nodeModules = [...code.matchAll(/module\.exports = require\(["'](node:)?([a-z_/]+)["']\)/g)].map(([, , name = '']) => name);
  return { bytes: code.length, nodeModules };
}

function shownCheck({ p99Ms, count }: Checks) {
  return { measured: `p99 ≤ ${p99Ms} ms of ${count}` };
}
function shownTrip({ p99Ms, count }: Checks) {
  return { measured: `p99 ${p99Ms} ms of ${count}` };
}
function shownRuns({ atATime, perSecond, ratio }: Throughput) {
  return { measured: `${perSecond}, ${atATime} at a time`, ratio, target: '≥ 0.6 × bare' };
}

function print(figures: Awaited<ReturnType<typeof measure>>): void {
  if (!values.json)
    console.table({
      'order intake': { measured: `${figures.orderIntake.perSecond}/s`, ratio: figures.orderIntake.ratio, target: '≥ 0.5 × bare SQL' },
      pickups: { measured: `${figures.pickups.perSecond}/s`, ratio: figures.pickups.ratio, target: '≥ 0.5 × bare SQL' },
      'batch of 1,000 scans': { measured: `${figures.batchOf1000Ms} ms`, target: '< 2,000 ms' },
      'permission check, whole community': { ...shownCheck(figures.checks.office), target: '< 1 ms' },
      'permission check, one gate, its run known': { ...shownCheck(figures.checks.gate), target: '< 1 ms' },
      'permission check, one gate, each row looked up': { ...shownCheck(figures.checks.anew), target: '< 1 ms' },
      'a trip to PostgreSQL for nothing': shownTrip(figures.checks.bareTrip),
      'token check': shownCheck(figures.checks.token),
      'step p50 (loading)': {
        measured: `${figures.stepP50Ms['loading'] ?? '?'} ms`,
        ratio: figures.stepRatio,
        target: '≤ 1.5 × bare update',
      },
      'runs a second, as many at a time as cores': shownRuns(figures.runs),
      'runs a second, in a crowd': shownRuns(figures.crowdedRuns),
      'worker memory, MiB': { measured: figures.workerMemoryMiB.join(' '), target: 'flat' },
      'worker ready': { measured: `${figures.workerReadySeconds} s`, target: '≤ 3 s' },
      'Node modules in the bundle': { measured: figures.bundle.nodeModules.length, target: '0' },
    });
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
