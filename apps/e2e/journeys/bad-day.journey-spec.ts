import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { Person, type Problem } from '../src/api.js';
import { jielong } from '../src/command-line.js';
import { codes, GoodDay } from '../src/good-day.js';
import { Histories } from '../src/histories.js';
import { Auditor } from '../src/invariants.js';
import type { Goods } from '../src/shapes.js';

const office = new Person(process.env['JIELONG_URL'] ?? '', 'sample/S001');
const driver = office.as(codes.teamCaptain);
let auditor: Auditor;
let histories: Histories;
beforeAll(async () => void ([auditor, histories] = [await Auditor.open(), await Histories.open()]));
afterAll(() => Promise.all([auditor.close(), histories.close()]));

/** Bought, divided and on the bus. */
async function bought(serviceDate: string): Promise<GoodDay> {
  const day = await GoodDay.locked(office, { serviceDate });
  await day.purchase();
  await day.allocated();
  return day;
}
const orderedOf = async (day: GoodDay, code: string): Promise<number> =>
  (await day.show()).bundles.find((bundle) => bundle.code === code)?.ordered ?? 0;
const isVersion = (day: GoodDay, version: number): Promise<Goods> =>
  office.until<Goods>(`${day.path}/goods`, ({ allocationVersion }) => allocationVersion >= version);
const shortOf = async (day: GoodDay, version: number): Promise<string[]> =>
  (await day.allocation(version)).short.map(({ bundle }) => bundle);
const tripsOf = async (day: GoodDay): Promise<Goods['trips']> => (await day.goods()).trips;
const note = (day: GoodDay, events: readonly object[], over: object = {}) =>
  day.gateCaptain.report(`${day.path}/goods-events`, { events, ...over });

/** What is left goes back, and the books are closed. */
async function ends(day: GoodDay): Promise<void> {
  await day.end();
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
  expect(await day.money()).toMatchObject({ balanced: true });
}

test('a handoff is corrected after its trip is over, by command line and again over the API; a version follows each count', async () => {
  const day = await bought(daysAhead(14));
  await day.load();
  const [trip] = await tripsOf(day);
  const [tripId, stop] = [trip?.id ?? '', trip?.stops[0]?.id];
  const reportId = randomUUID();
  const parties = { handedOverBy: { role: 'driver' }, receivedBy: { person: 'D010' } };
  await day.gateCaptain.report(`/trips/${tripId}/handoff`, { reportId, at: stop, ...parties });
  await histories.over(`trip:${tripId}`);
  await histories.asks(`supply-run:${day.runId}`, 'closePickup');
  const before = await histories.eventsAtRest(`supply-run:${day.runId}`);

  const [mended, ordered] = [randomUUID(), await orderedOf(day, 'SC01')];
  const said = [
    'report',
    'handoff',
    tripId,
    '--corrects',
    reportId,
    '--report-id',
    mended,
    '--missing',
    'SC01=1',
    '--actor',
    'sample/D010',
  ];
  expect(await jielong(...said)).toMatchObject({ code: 0 });
  await isVersion(day, 2);
  expect(await shortOf(day, 2)).toEqual(['SC01']);
  // An update (5 events with its task) and two activities (6 each): the division, its taking over.
  expect((await histories.eventsAtRest(`supply-run:${day.runId}`)) - before).toBeLessThanOrEqual(17);
  expect(await jielong(...said.with(6, randomUUID()))).toMatchObject({ code: 3, errors: expect.stringContaining('not-current') });

  const counted = { at: stop, ...parties, lines: [{ bundle: 'SC01', portions: ordered }] };
  const found = randomUUID();
  await day.gateCaptain.report(`/trips/${tripId}/handoff`, { ...counted, reportId: found, corrects: mended });
  await isVersion(day, 3);
  expect(await shortOf(day, 3)).toEqual([]);

  // Nothing to divide: an update, and the goods are read.
  const divided = await histories.eventsAtRest(`supply-run:${day.runId}`);
  await day.gateCaptain.report(`/trips/${tripId}/handoff`, { ...counted, corrects: found, evidence: 'told' });
  expect((await histories.eventsAtRest(`supply-run:${day.runId}`)) - divided).toBeLessThanOrEqual(11);
  expect((await day.goods()).allocationVersion).toBe(3);
  expect(await auditor.broken(day.runId)).toEqual({});
  await ends(day);
  await histories.record(day, 'corrected-handoff');
});

test('a count that is corrected while the books are closed: they close over the corrected one, or it comes too late', async () => {
  const days = await Promise.all([18, 19, 20].map((ahead) => bought(daysAhead(ahead))));
  for (const [i, day] of days.entries()) {
    await day.load();
    await day.handOver();
    const lost = randomUUID();
    await note(day, [{ what: 'missing', at: 'pickup-point', bundle: 'SC01', portions: 1 }], { reportId: lost });
    await day.closePickup();
    await day.dispose();
    const correction = { reportId: randomUUID(), corrects: lost, events: [] };
    const settle = () => office.as(codes.accountant).call<Problem>('POST', `${day.path}/settlement`, { reportId: randomUUID() });
    const early = i % 2 ? settle() : undefined;
    const correcting = day.gateCaptain.call<Problem>('POST', `${day.path}/goods-events`, correction);
    const [corrected, settled] = await Promise.all([correcting, early ?? settle()]);
    const codeOf = ({ status, body }: { status: number; body: Problem }) => (status === 200 ? 'done' : body.code);
    expect(['closed done', 'done not-divided', 'done done']).toContain(`${codeOf(corrected)} ${codeOf(settled)}`);
    if (settled.status !== 200) await day.settle();
    expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
  }
});

test('what is lost at the gate is taken from somebody by name, what is given covers it, and a surplus is said', async () => {
  const day = await bought(daysAhead(15));
  await day.load({ departed: true, lines: [{ bundle: 'JD01', surplus: 2 }] });
  await day.handOver();
  const before = (await day.goods()).allocationVersion;
  await note(day, [{ what: 'damaged', at: 'pickup-point', bundle: 'SC01', portions: 1 }]);
  await isVersion(day, before + 1);
  expect(await shortOf(day, before + 1)).toEqual(['SC01']);
  await note(day, [{ what: 'donated', at: 'pickup-point', bundle: 'SC01', portions: 1 }]);
  await isVersion(day, before + 2);
  expect(await shortOf(day, before + 2)).toEqual([]);
  const events = [{ what: 'missing', at: 'pickup-point', bundle: 'JD01', portions: 1 }];
  const atOnce = [1, 2].map(() => day.gateCaptain.call('POST', `${day.path}/goods-events`, { reportId: randomUUID(), events }));
  expect((await Promise.all(atOnce)).map(({ status }) => status)).toEqual([200, 200]);
  const { balances } = await day.custody();
  const held = (kind: string, ref = '') =>
    balances.filter(({ place }) => place.kind === kind && place.ref === ref).map(({ portions }) => portions);
  expect([held('source', 'donation'), held('source', 'surplus'), held('damaged'), held('missing')]).toEqual([[-1], [-2], [1], [2]]);
  await ends(day);
  await histories.record(day, 'goods-events');
});

test('a contested handoff holds the settlement up until it is decided, and the books follow the decided count', async () => {
  const day = await bought(daysAhead(16));
  await day.load();
  await day.handOver();
  const [trip] = await tripsOf(day);
  const at = trip?.stops[0]?.id;
  const portions = (await orderedOf(day, 'RL01')) - 1;
  const again = { at, lines: [{ bundle: 'RL01', portions }], countedBy: { person: codes.teamCaptain }, reason: '司机复点少一份' };
  await driver.report(`/trips/${trip?.id ?? ''}/handoff-contest`, again);
  const pending = await office.until<{ items: { step: string; role: string }[] }>(
    `/steps/logistics?process=supply-run:${day.runId}`,
    ({ items }) => items.some(({ step }) => step === 'decideDispute'),
  );
  expect(pending.items.find(({ step }) => step === 'decideDispute')).toMatchObject({ role: 'coordinator' });

  const { pickupPoints } = await day.goods();
  for (const { id } of pickupPoints) await day.gateCaptain.report(`${day.path}/close-pickup`, { at: id });
  await day.dispose();
  const early = office.as(codes.accountant).report(`${day.path}/settlement`);
  await expect(early).rejects.toMatchObject({ status: 409 });
  expect((await day.show()).stage).toBe('distributing');

  await office.report(`${day.path}/disputes`, { at, counts: 'second', reason: '看了现场照片' });
  await day.reaches('settling');
  const { balances } = await day.custody();
  expect(balances.filter(({ place }) => place.kind === 'written-off').map(({ portions: lost }) => lost)).toEqual([1]);
  await day.settle();
  await histories.record(day, 'contested-handoff', ['supply-run', 'trip']);
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
});

test('a bus breaks down: its goods go on with another, and nobody waits for the first any more', async () => {
  const day = await bought(daysAhead(17));
  await day.load();
  const [broken] = await tripsOf(day);
  const { pickupPoints } = await day.goods();
  const stops = pickupPoints.map(({ id }) => ({ run: day.runId, point: id }));
  const { id: trip } = await office.post<{ id: string }>('/trips', { runs: [day.runId], stops });
  await driver.report(`/trips/${broken?.id ?? ''}/diversion`, { to: { trip }, reason: '抛锚' });
  await histories.over(`trip:${broken?.id ?? ''}`);
  const there = (await tripsOf(day)).find(({ id }) => id === trip);
  const parties = { handedOverBy: { person: codes.teamCaptain }, receivedBy: { person: 'D010' } };
  for (const { id } of there?.stops ?? []) await day.gateCaptain.report(`/trips/${trip}/handoff`, { at: id, ...parties });
  await office.until<Goods>(`${day.path}/goods`, (goods) => goods.pickupPoints.every(({ state }) => state === 'open'));
  expect((await tripsOf(day)).map(({ state }) => state)).toEqual(['done', 'done']);
  expect((await day.goods()).allocationVersion).toBe(1);
  await ends(day);
  await histories.record(day, 'diverted-bus', ['supply-run', 'trip']);
});

test('what the first bus could not take comes with a second one, and goes to those who went short', async () => {
  const day = await bought(daysAhead(18));
  const ordered = await orderedOf(day, 'SC01');
  await day.load({ departed: true, lines: [{ bundle: 'SC01', portions: ordered - 3 }] });
  await isVersion(day, 2);
  expect(await shortOf(day, 2)).toContain('SC01');
  await day.handOver();
  const { pickupPoints } = await day.goods();
  const stops = pickupPoints.map(({ id }) => ({ run: day.runId, point: id }));
  const { id: trip } = await office.post<{ id: string }>('/trips', { runs: [day.runId], stops });
  await driver.report(`/trips/${trip}/loading`, { departed: true });
  const promised = (goods: Goods) => goods.pickupPoints.reduce((sum, { ready, handedOut }) => sum + ready + handedOut, 0);
  const { allocationVersion } = await office.until<Goods>(`${day.path}/goods`, (goods) => promised(goods) === 64);
  expect(await shortOf(day, allocationVersion)).toEqual([]);
  const there = (await tripsOf(day)).find(({ id }) => id === trip);
  const parties = { handedOverBy: { person: codes.teamCaptain }, receivedBy: { person: 'D010' } };
  for (const { id } of there?.stops ?? []) await day.gateCaptain.report(`/trips/${trip}/handoff`, { at: id, ...parties });
  expect(promised(await day.goods())).toBe(64);
  await ends(day);
  await histories.record(day, 'second-bus');
});
