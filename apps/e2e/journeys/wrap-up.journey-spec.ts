import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { Person } from '../src/api.js';
import { codes, GoodDay, isToDoor, portionsOf, roomOf } from '../src/good-day.js';
import { Histories } from '../src/histories.js';
import { Auditor } from '../src/invariants.js';

const office = new Person(process.env['JIELONG_URL'] ?? '', 'sample/S001');
let auditor: Auditor;
let histories: Histories;
beforeAll(async () => void ([auditor, histories] = [await Auditor.open(), await Histories.open()]));
afterAll(() => Promise.all([auditor.close(), histories.close()]));

interface Read {
  readonly id: string;
  readonly households: number;
  readonly portions: number;
  readonly exceptions: readonly { room: string; bundle: string | null; portions: number | null }[];
}
interface Moved {
  readonly kind: string;
  readonly evidence: string;
  readonly portions: number;
}

const locked = (serviceDate: string): Promise<GoodDay> => GoodDay.locked(office, { serviceDate });
const read = (day: GoodDay, text: string): Promise<Read> => day.gateCaptain.post(`${day.path}/wrap-ups`, { pages: [{ text }] });
const handedOut = async (day: GoodDay): Promise<number> =>
  (await day.pickupOrders()).flatMap(({ lines }) => lines).reduce((sum, line) => sum + line.handedOut, 0);

test('a day of which only lock, purchase, wrap-up, disposal and settlement are reported closes, balances, and says what it assumes', async () => {
  const day = await locked(daysAhead(11));
  await day.purchase();
  await day.allocated();
  const [home, part] = (await day.pickupOrders()).filter((order) => !isToDoor(order) && portionsOf(order) > 1);
  if (!home || !part) throw new Error('nobody has ordered two portions');
  const bundle = part.lines[0]?.bundle ?? '';

  const text = `除 ${roomOf(home)}、${roomOf(part)}（${bundle} 1）外都取了`;
  const paper = await read(day, text);
  const ordered = 64 - portionsOf(home) - 1;
  expect(paper).toMatchObject({
    portions: ordered,
    exceptions: [
      { bundle: null, portions: null },
      { bundle, portions: 1 },
    ],
  });
  expect(await handedOut(day)).toBe(0);

  await day.gateCaptain.report(`${day.path}/wrap-up`, { wrapUp: paper.id });
  expect(await handedOut(day)).toBe(ordered);
  await day.reaches('settling');
  await day.dispose();
  await day.settle();
  await histories.record(day, 'wrap-up');
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
  expect(await day.money()).toMatchObject({ balanced: true });

  const movements = await office.all<Moved>(`${day.path}/movements`);
  const assumed = (kind: string): number =>
    movements.filter((it) => it.kind === kind && it.evidence === 'assumed').reduce((sum, { portions }) => sum + portions, 0);
  expect({ load: assumed('load'), handOff: assumed('hand-off'), handOut: assumed('hand-out') }).toEqual({
    load: 64,
    handOff: 64,
    handOut: ordered,
  });
});

test('paper that cannot be read for certain is refused piece by piece, and nothing is stored', async () => {
  const day = await locked(daysAhead(12));
  await day.purchase();
  await day.allocated();
  const refused = read(day, 'all except 99-9-999, the grandmother');
  await expect(refused).rejects.toMatchObject({
    status: 422,
    problem: {
      code: 'unreadable-wrap-up',
      details: {
        pieces: [
          { piece: '99-9-999', code: 'no-such-order' },
          { piece: 'the grandmother', code: 'unreadable-room' },
        ],
      },
    },
  });
  expect(await auditor.rows('SELECT FROM logistics.wrap_ups WHERE run_id = $1', [day.runId])).toEqual([]);
  const unknown = day.gateCaptain.report(`${day.path}/wrap-up`, { wrapUp: randomUUID() });
  await expect(unknown).rejects.toMatchObject({ status: 422, problem: { code: 'no-such-wrap-up' } });
});

test('a wrap-up that nobody waited for still divides what was bought, short as it is', async () => {
  const day = await locked(daysAhead(13));
  const found = (await day.show()).bundles.find(({ ordered }) => ordered > 1);
  if (!found) throw new Error('nobody has ordered anything twice');
  await day.purchase({ [found.code]: { portions: found.ordered - 1 } });
  await day.allocated();
  const paper = await read(day, 'all');
  await day.gateCaptain.report(`${day.path}/wrap-up`, { wrapUp: paper.id });
  expect(await handedOut(day)).toBe(63);
  await day.reaches('settling');
  await day.office.as(codes.accountant).report(`${day.path}/settlement`);
  await day.reaches('closed');
  expect(await auditor.brokenAtEnd(day.runId)).toEqual({});
});
