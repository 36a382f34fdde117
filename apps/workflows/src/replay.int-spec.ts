import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from '@jest/globals';
import { bundleWorkflows, converterPaths, EncryptionCodec } from '@jielong/platform';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folders = ['libs/orders/workflows/histories', 'libs/logistics/workflows/histories'];
const saved = folders.flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)));
/** Histories are saved as the tests' system wrote them: with the test key. */
const testKey = Buffer.alloc(32, 7);

let code: string;
beforeAll(async () => void (code = await bundleWorkflows(join(root, 'apps/workflows/src/workflows.ts'))), 120_000);

const optionsFor = (bundle: string) => ({
  workflowBundle: { code: bundle },
  dataConverter: { payloadCodecs: [new EncryptionCodec({ current: 'test', keys: { test: testKey } })], ...converterPaths },
});
const historyIn = (path: string) => historyFromJSON(JSON.parse(readFileSync(join(root, path), 'utf8')));
/** The id under which a history ran: what it signals and is signalled by derives from it. */
const idOf = (path: string): string => historyIn(path).events?.[0]?.workflowExecutionStartedEventAttributes?.workflowId ?? '';
const replay = (path: string, bundle = code) => Worker.runReplayHistory(optionsFor(bundle), historyIn(path), idOf(path));

test('histories are saved', () => expect(saved.length).toBeGreaterThanOrEqual(15));

test.each(saved)('%s replays', async (path) => {
  await replay(path);
});

/** What each update of this name has cost, with the task that brought it. */
function costsOf(history: string, update: string): number[] {
  const events = historyIn(`libs/orders/workflows/histories/${history}.json`).events ?? [];
  const accepted = events.flatMap(({ workflowExecutionUpdateAcceptedEventAttributes: it }, at) =>
    it?.acceptedRequest?.input?.name === update ? at : [],
  );
  const answered = events.flatMap(({ workflowExecutionUpdateCompletedEventAttributes: it }, at) => (it ? at : []));
  const taskOfUpdate = 3;
  return accepted.map((at) => (answered.find((later) => later > at) ?? NaN) - at + 1 + taskOfUpdate);
}

/** See docs/adr/0033-corrections-are-written-by-their-service.md. */
test('a correction that divides the goods anew costs its run 17 events; one that is refused, none', () => {
  expect(costsOf('corrected-handoff.supply-run', 'follow')).toEqual([17, 17]);
  expect(costsOf('corrected-handoff.supply-run', 'confirmHandoff')).toEqual([]);
});

/** Histories of before are kept too: a process that began then goes on in its old way. */
test('sent to its process, as Temporal’s own clients do, it costs 23, and 11 where it is refused', () =>
  expect(costsOf('corrected-in-temporal.supply-run', 'confirmHandoff')).toEqual([23, 11, 23]));

test('a purchase that is corrected after goods have moved costs 35: a check, and each of two services twice and logistics once more', () =>
  expect(costsOf('dear-price.supply-run', 'confirmPurchase').at(-1)).toBe(35));

test('a step that was moved is caught', async () => {
  const path = saved.find((name) => name.includes('supply-run')) ?? '';
  const moved = code.replace(
    /await ordersAreLocked\(\);\s*if \(isGoingOn\(\)\)\s*await goodsAfter\(logistics\.planTrip\);/,
    'if (isGoingOn()) await goodsAfter(logistics.planTrip); await ordersAreLocked();',
  );
  expect(moved === code).toBe(false); // the bundle is too long to be shown
  await expect(replay(path, moved)).rejects.toMatchObject({ name: 'DeterminismViolationError' });
});
