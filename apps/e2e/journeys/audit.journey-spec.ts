import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { daysAhead } from '@jielong/testing';
import { Person } from '../src/api.js';
import { GoodDay } from '../src/good-day.js';
import { Auditor } from '../src/invariants.js';

const office = new Person(process.env['JIELONG_URL'] ?? '', 'sample/S001');
let auditor: Auditor;
beforeAll(async () => void (auditor = await Auditor.open()));
afterAll(() => auditor.close());

const verify = (): Promise<{ code: number; out: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['apps/cli/dist/src/main.js', 'audit', 'verify'], (error, out) =>
      resolve({ code: error ? Number(error.code) : 0, out }),
    );
  });

test('what a day has left in the audit trail is sealed within seconds; a row that is changed behind our back is named, until it says again what it said', async () => {
  const day = await GoodDay.locked(office, { serviceDate: daysAhead(45), minimumPortions: 1 });
  await day.purchase();
  await day.allocated();
  const sealed = `SELECT s.seq FROM orders.audit_entries e JOIN orders.audit_seals s USING (community_id, audit_entry_id)
    WHERE e.subject_id = $1 AND e.action = 'lockOrders'`;
  const waiting = () => auditor.rows<{ seq: string }>(sealed, [day.runId]);
  const until = Date.now() + 5_000;
  while (!(await waiting()).length && Date.now() < until) await office.get('/community');
  const [seal] = await waiting();
  expect(Number(seal?.seq)).toBeGreaterThan(0);
  expect(await verify()).toMatchObject({ code: 0, out: expect.stringContaining('审计链完整') });
  const reporting = (actor: string) =>
    auditor.rows(`UPDATE orders.audit_entries SET actor = $2 WHERE subject_id = $1 AND action = 'lockOrders'`, [day.runId, actor]);
  await reporting('S002');
  expect(await verify()).toMatchObject({ code: 6, out: expect.stringMatching(new RegExp(`orders +${seal?.seq} .*内容被改`)) });
  await reporting('S001');
  expect(await verify()).toMatchObject({ code: 0 });
});

test('whatever somebody has done in a session names where they were, in each service', async () => {
  const day = await GoodDay.locked(office, { serviceDate: daysAhead(46), minimumPortions: 1 });
  const { pickupPoints } = await day.goods();
  await office.post('/trips', { runs: [day.runId], stops: pickupPoints.map(({ id }) => ({ run: day.runId, point: id })) });
  for (const schema of ['members', 'orders', 'logistics']) {
    const seen = await auditor.rows<{ named: boolean }>(
      `SELECT DISTINCT address <> '' AS named FROM ${schema}.audit_entries WHERE session <> ''`,
    );
    expect([schema, seen]).toEqual([schema, [{ named: true }]]);
  }
});
