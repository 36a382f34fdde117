import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { OwnSystem } from '../own-system.js';
import { checksOf } from './access.js';
import { intake, pickups } from './gate.js';
import { portOf, processes } from './processes.js';
import { rounded } from './timing.js';

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
  const checks = {
    office: await checksOf(doors.orders, 'permission'),
    captain: await checksOf(doors.logistics, 'permission'),
    token: await checksOf(doors.orders, 'token'),
  };
  const steps = await processes(system, Number(values.runs));
  return { orderIntake, ...gate, checks, ...steps, workerReadySeconds: await workerReady(), bundle: bundleOf() };
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

function print(figures: Awaited<ReturnType<typeof measure>>): void {
  if (!values.json)
    console.table({
      'order intake': { measured: `${figures.orderIntake.perSecond}/s`, ratio: figures.orderIntake.ratio, target: '≥ 0.5 × bare SQL' },
      pickups: { measured: `${figures.pickups.perSecond}/s`, ratio: figures.pickups.ratio, target: '≥ 0.5 × bare SQL' },
      'batch of 1,000 scans': { measured: `${figures.batchOf1000Ms} ms`, target: '< 2,000 ms' },
      'permission check p99, whole community': { measured: `≤ ${figures.checks.office.p99Ms} ms`, target: '< 1 ms' },
      'permission check p99, one gate': { measured: `≤ ${figures.checks.captain.p99Ms} ms`, target: '< 1 ms' },
      'token check p99': { measured: `≤ ${figures.checks.token.p99Ms} ms` },
      'step p50 (loading)': {
        measured: `${figures.stepP50Ms['loading'] ?? '?'} ms`,
        ratio: figures.stepRatio,
        target: '≤ 1.5 × bare update',
      },
      'runs a second': { measured: figures.runsPerSecond, ratio: figures.runsRatio, target: '≥ 0.6 × bare' },
      'worker memory, MiB': { measured: figures.workerMemoryMiB.join(' '), target: 'flat' },
      'worker ready': { measured: `${figures.workerReadySeconds} s`, target: '≤ 3 s' },
      'Node modules in the bundle': { measured: figures.bundle.nodeModules.length, target: '0' },
    });
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
