import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { Person } from '../src/api.js';
import { codes, GoodDay } from '../src/good-day.js';
import { Histories } from '../src/histories.js';
import { Auditor } from '../src/invariants.js';
import type { Goods, PickupOrder } from '../src/shapes.js';

const office = new Person(process.env['JIELONG_URL'] ?? '', 'sample/S001');
let auditor: Auditor;
let histories: Histories;
let homes: readonly Home[];
interface Home {
  readonly id: string;
  readonly building: string;
}
beforeAll(async () => {
  [auditor, histories] = [await Auditor.open(), await Histories.open()];
  homes = await office.all<Home>('/households?compound=CL');
});
afterAll(() => Promise.all([auditor.close(), histories.close()]));

/** Cuiliuli with its two gates: buildings 1 and 2 at the south, 5 and 6 at the north, two households of each, two portions a household. */
async function divided(serviceDate: string, buildings: readonly string[] = ['1', '2', '5', '6']): Promise<GoodDay> {
  const day = await GoodDay.open(office, {
    ...{ compound: 'CL', gateCaptain: 'D019', serviceDate, minimumPortions: 1, bundles: [{ code: 'SC01' }] },
    cutOffAt: new Date(Date.now() - 1_000).toISOString(),
  });
  for (const building of buildings)
    for (const { id } of homes.filter((home) => home.building === building).slice(0, 2))
      await office.post(`${day.path}/orders`, { forHousehold: id, items: { SC01: 2 }, fulfilment: 'pick-up' });
  await day.lock();
  await day.purchase();
  await day.allocated();
  return day;
}
const pointOf = async (day: GoodDay, gate: string): Promise<string> =>
  (await day.goods()).pickupPoints.find((point) => point.name.startsWith(gate))?.id ?? '';
const move = (day: GoodDay, body: object) =>
  office.post<{ changed: number; stayed: number }>(`${day.path}/pickup-moves`, { reason: '大门封闭', ...body });
const placesIn = (orders: readonly (PickupOrder & { pickupPointId?: string })[]) =>
  orders.map(({ code, building }) => `${building} ${code}`).toSorted();
const orderedBy = (orders: readonly PickupOrder[], building: string): PickupOrder[] =>
  orders.filter((order) => order.building === building);
const isVersion = (day: GoodDay, version: number): Promise<Goods> =>
  office.until<Goods>(`${day.path}/goods`, ({ allocationVersion }) => allocationVersion >= version);
async function ends(day: GoodDay): Promise<void> {
  await day.reaches('settling');
  await day.dispose();
  await day.settle();
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
  expect(await day.money()).toMatchObject({ balanced: true });
}
const close = (day: GoodDay, at: string) => day.gateCaptain.report(`${day.path}/close-pickup`, { at });

test('a gate is closed while the bus is on its way: orders go to the other one, the bus too, codes stay, nobody waits for the old gate', async () => {
  const day = await divided(daysAhead(26));
  const [south, north] = [await pointOf(day, '南门'), await pointOf(day, '北门')];
  const before = await day.pickupOrders();
  await day.load();
  expect(await move(day, { from: north, to: south })).toEqual({ changed: 4, stayed: 0 });
  await isVersion(day, 2);
  expect(placesIn(await day.pickupOrders())).toEqual(placesIn(before));
  const { trips } = await day.goods();
  const stops = trips.flatMap((trip) => trip.stops);
  expect(stops.map(({ pickupPointId, state }) => [pickupPointId, state]).toSorted()).toEqual(
    [
      [north, 'passed-by'],
      [south, 'expected'],
    ].toSorted(),
  );

  const at = stops.find(({ pickupPointId }) => pickupPointId === south)?.id;
  const parties = { handedOverBy: { person: codes.teamCaptain }, receivedBy: { person: 'D019' } };
  await day.gateCaptain.report(`/trips/${trips[0]?.id ?? ''}/handoff`, { at, ...parties });
  const { pickupPoints } = await office.until<Goods>(`${day.path}/goods`, (goods) =>
    goods.pickupPoints.some(({ state }) => state === 'open'),
  );
  expect(pickupPoints.map(({ id, ready }) => [id, ready]).toSorted()).toEqual(
    [
      [north, 0],
      [south, 16],
    ].toSorted(),
  );
  const [moved] = orderedBy(before, '5');
  expect(await day.give(south, { code: moved?.code })).toMatchObject({ status: 'recorded' });
  await histories.over(`trip:${trips[0]?.id ?? ''}`);
  await close(day, south);
  await ends(day);
  await histories.record(day, 'moved-gate', ['supply-run', 'trip']);
});

test('a gate that was given up gets a building back while others are under way: its handoff and its closing are asked for beside theirs', async () => {
  const day = await divided(daysAhead(33));
  const [south, north] = [await pointOf(day, '南门'), await pointOf(day, '北门')];
  const run = `supply-run:${day.runId}`;
  const asked = async (process: string): Promise<string[]> => {
    const isOfBoth = ({ items }: { items: readonly { at: string }[] }) => items.length === 2;
    const { items } = await office.until<{ items: { at: string }[] }>(`/steps/logistics?process=${process}`, isOfBoth);
    return items.map(({ at }) => at).toSorted();
  };
  await day.load();
  const [trip] = (await day.goods()).trips;
  const stopAt = (point: string) => trip?.stops.find(({ pickupPointId }) => pickupPointId === point)?.id ?? '';
  const arrives = (point: string) =>
    day.gateCaptain.report(`/trips/${trip?.id ?? ''}/handoff`, {
      ...{ at: stopAt(point), handedOverBy: { person: codes.teamCaptain }, receivedBy: { person: 'D019' } },
    });
  await histories.asks(`trip:${trip?.id ?? ''}`, 'confirmHandoff');
  await move(day, { from: north, to: south });
  await isVersion(day, 2);
  await move(day, { buildings: ['5'], to: north });
  await isVersion(day, 3);
  expect(await asked(`trip:${trip?.id ?? ''}`)).toEqual([stopAt(south), stopAt(north)].toSorted());
  await arrives(south);
  await histories.asks(run, 'closePickup');
  await arrives(north);
  expect(await asked(run)).toEqual([south, north].toSorted());
  await close(day, north);
  await close(day, south);
  await ends(day);
  await histories.record(day, 'gate-given-back', ['supply-run', 'trip']);
});

test('buildings change their gate after the goods have come: they fetch where the goods are, until somebody has carried them over', async () => {
  const day = await divided(daysAhead(27));
  const [south, north] = [await pointOf(day, '南门'), await pointOf(day, '北门')];
  await day.load();
  await day.handOver();
  const orders = await day.pickupOrders();
  const [first, second] = orderedBy(orders, '1');
  await day.give(south, { code: first?.code });
  expect(await move(day, { buildings: ['1', '2'], to: north })).toEqual({ changed: 3, stayed: 1 });
  const [early] = orderedBy(orders, '2');
  expect(await day.give(south, { code: early?.code })).toMatchObject({ status: 'recorded' }); // nobody has carried theirs yet
  const events = [{ what: 'moved', at: 'pickup-point', ref: south, to: north, bundle: 'SC01', portions: 4 }];
  await day.gateCaptain.report(`${day.path}/goods-events`, { events });
  await isVersion(day, 2);
  expect(await day.give(north, { code: second?.code })).toMatchObject({ status: 'recorded' });
  const { balances } = await day.custody();
  const at = (ref: string) => balances.find(({ place }) => place.kind === 'pickup-point' && place.ref === ref)?.portions ?? 0;
  expect([at(south), at(north)]).toEqual([0, 10]);
  for (const point of [south, north]) await close(day, point);
  await ends(day);
  await histories.record(day, 'moved-buildings');
});

test('orders whose goods have come are served where they are, while the bus is still on its way to the new gate', async () => {
  const day = await divided(daysAhead(31));
  const [south, north] = [await pointOf(day, '南门'), await pointOf(day, '北门')];
  await day.load();
  const [trip] = (await day.goods()).trips;
  const parties = { handedOverBy: { person: codes.teamCaptain }, receivedBy: { person: 'D019' } };
  const arrives = (point: string) =>
    day.gateCaptain.report(`/trips/${trip?.id ?? ''}/handoff`, {
      at: trip?.stops.find((stop) => stop.pickupPointId === point)?.id,
      ...parties,
    });
  await arrives(south);
  const orders = await day.pickupOrders();
  expect(await move(day, { buildings: ['1', '2'], to: north })).toEqual({ changed: 4, stayed: 0 });
  const [first, second] = orderedBy(orders, '1');
  expect(await day.give(south, { code: first?.code })).toMatchObject({ status: 'recorded' });
  await arrives(north);
  const events = [{ what: 'moved', at: 'pickup-point', ref: south, to: north, bundle: 'SC01', portions: 6 }];
  await day.gateCaptain.report(`${day.path}/goods-events`, { events });
  await isVersion(day, 2);
  expect(await day.give(north, { code: second?.code })).toMatchObject({ status: 'recorded' });
  for (const point of [south, north]) await close(day, point);
  await ends(day);
});

test('a building is closed: what it would have fetched is dropped there, also what is ordered later', async () => {
  const day = await GoodDay.open(office, {
    ...{ compound: 'CL', gateCaptain: 'D019', serviceDate: daysAhead(28), minimumPortions: 1, bundles: [{ code: 'SC01' }] },
    cutOffAt: new Date(Date.now() - 1_000).toISOString(),
  });
  const [one, other] = homes.filter(({ building }) => building === '3');
  const order = (home: Home | undefined) =>
    office.post<{ fulfilment: string }>(`${day.path}/orders`, { forHousehold: home?.id, items: { SC01: 1 }, fulfilment: 'pick-up' });
  expect((await order(one)).fulfilment).toBe('pick-up');
  const closed = await office.post(`${day.path}/building-closures`, { buildings: ['3'], reason: '单元封控' });
  expect(closed).toEqual({ changed: 1, stayed: 0 });
  expect((await order(other)).fulfilment).toBe('drop-at-building');
  await day.lock();
  await day.purchase();
  await day.allocated();
  expect((await day.pickupOrders()).map(({ fulfilment }) => fulfilment)).toEqual(['drop-at-building', 'drop-at-building']);
  await day.load();
  await day.handOver();
  for (const { orderId } of await day.pickupOrders()) await day.deliver(orderId, 'delivered', 'neighbour');
  await day.closePickup();
  await day.settle();
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
});

test('a building is closed when its goods are at the gate: who has not fetched gets theirs at the building', async () => {
  const day = await divided(daysAhead(34), ['1', '2']);
  await day.load();
  await day.handOver();
  const [fetched] = orderedBy(await day.pickupOrders(), '2');
  await day.give(await pointOf(day, '南门'), { code: fetched?.code });
  expect(await office.post(`${day.path}/building-closures`, { buildings: ['2'], reason: '单元封控' })).toEqual({ changed: 1, stayed: 1 });
  await isVersion(day, 2);
  const isDropped = ({ building, fulfilment }: PickupOrder) => building === '2' && fulfilment === 'drop-at-building';
  const dropped = (await day.pickupOrders()).filter(isDropped);
  expect(dropped.map(({ orderId }) => orderId)).not.toContain(fetched?.orderId);
  expect(dropped).toHaveLength(1);
  for (const { orderId } of dropped) await day.deliver(orderId, 'delivered', 'neighbour');
  for (const gate of ['南门', '北门']) await close(day, await pointOf(day, gate));
  await ends(day);
});

test.each([
  ['pickup-moves', { from: '0193a1b2-0000-7000-8000-00000000dead', to: '0193a1b2-0000-7000-8000-00000000dead' }, 'no-such-pickup-point'],
  ['pickup-moves', { buildings: ['99'], to: 'south' }, 'no-such-building'],
  ['pickup-moves', { buildings: ['1'], to: 'south' }, 'moves-nowhere'],
  ['pickup-moves', { to: 'south' }, 'malformed'],
  ['building-closures', { buildings: ['3', '99'] }, 'no-such-building'],
  ['pickup-moves', { from: '0193a1b2-0000-7000-8000-00000000dead', to: 'south' }, 'no-such-pickup-point'],
])('%s of %j is refused as %s', async (path, body, code) => {
  const day = await GoodDay.open(office, {
    ...{ compound: 'CL', gateCaptain: 'D019', serviceDate: daysAhead(29), minimumPortions: 1, bundles: [{ code: 'SC01' }] },
    cutOffAt: new Date(Date.now() - 1_000).toISOString(),
  });
  const { pickupPoints } = await office.get<{ pickupPoints: { id: string; gate: string }[] }>(day.path);
  const south = pickupPoints.find(({ gate }) => gate === '南门')?.id;
  const said = { reason: '大门封闭', ...body, ...('to' in body && body.to === 'south' ? { to: south } : {}) };
  expect((await office.call<{ code: string }>('POST', `${day.path}/${path}`, said)).body.code).toBe(code);
});

test('three gates, two buses: each bus has its own stops, and the run ends when the last gate has closed', async () => {
  const day = await GoodDay.open(office, {
    ...{ compound: 'CD', gateCaptain: 'S001', serviceDate: daysAhead(30), minimumPortions: 1 },
    ...{ bundles: [{ code: 'SC01' }, { code: 'JD01' }], cutOffAt: new Date(Date.now() - 1_000).toISOString() },
  });
  const households = await office.all<Home>('/households?compound=CD');
  for (const building of ['1', '6', '7', '11', '12'])
    for (const { id } of households.filter((home) => home.building === building).slice(0, 2))
      await office.post(`${day.path}/orders`, { forHousehold: id, items: { SC01: 2, JD01: 1 }, fulfilment: 'pick-up' });
  const { pickupPoints } = await office.get<{ pickupPoints: { id: string; gate: string }[] }>(day.path);
  const stopsAt = (...gates: string[]) =>
    pickupPoints.filter(({ gate }) => gates.includes(gate)).map(({ id }) => ({ run: day.runId, point: id }));
  const { id: large } = await office.post<{ id: string }>('/trips', { runs: [day.runId], stops: stopsAt('东门'), vehicle: '大车' });
  const { id: small } = await office.post<{ id: string }>('/trips', {
    runs: [day.runId],
    stops: stopsAt('南门', '北门'),
    vehicle: '面包车',
  });
  await day.lock();
  await day.purchase();
  expect((await day.allocated()).trips.map(({ id, stops }) => [id, stops.length])).toEqual([
    [large, 1],
    [small, 2],
  ]);
  await day.load();
  const { pickupPoints: opened } = await day.handOver({ lines: [{ bundle: 'JD01', damaged: 1 }] });
  expect(opened.map(({ state }) => state)).toEqual(['open', 'open', 'open']);
  await day.allocated(2);
  for (const order of await day.pickupOrders()) {
    const point = (await office.get<{ pickupPointId: string }>(`/orders/${order.orderId}`)).pickupPointId;
    if (order.lines.some(({ portions }) => portions > 0)) await day.give(point, { code: order.code });
  }
  await day.end();
  await histories.record(day, 'three-gates', ['supply-run', 'trip']);
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
});
