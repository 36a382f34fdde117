import { afterEach, expect, jest, test } from '@jest/globals';
import { program } from '../program.js';

afterEach(() => void jest.restoreAllMocks());

/** What a command prints where the API answers so, by the path that it asks. */
async function printed(answers: Readonly<Record<string, object>>, ...args: string[]): Promise<string> {
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (asked) => {
    const path = new URL(asked instanceof Request ? asked.url : asked).pathname.replace('/api', '');
    return Response.json(answers[path] ?? { items: [], next: null });
  });
  let out = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  await program().parseAsync(['node', 'jielong', ...args]);
  return out;
}

const run = { stage: 'closed', closedAt: '2026-11-25T12:00:00.000Z', pickupPoints: [{ id: 'p1', name: '南门' }] };
const order = {
  ...{ id: 'o1', forHousehold: 'h1', building: '3', unit: '2', room: '501', state: 'open', pickupPointId: 'p1', fulfilment: 'pick-up' },
  lines: [{ bundle: 'SC01', portions: 2, allocated: null, inPlaceOf: null }],
};
const supplementary = {
  ...{ number: 2, approvedBy: 'S003', approvedAt: '2026-11-26T12:00:00.000Z', fundFen: -500 },
  lines: [{ account: { kind: 'supplier', holder: '超市' }, direction: 'pays', amountFen: 500, reason: '多算一份' }],
};

test('orders are listed with their pickup point, in the language asked for', async () => {
  const answers = { '/supply-runs/r1': run, '/supply-runs/r1/orders': { items: [order], next: null } };
  const zh = await printed(answers, 'order', 'list', '--run', 'r1');
  expect(zh).toMatch(/订单 +房号 +状态 +自提点 +取货 +份数\no1 .*3-2-501 .*南门 .*SC01×2/);
  expect(await printed(answers, 'order', 'list', '--run', 'r1', '--lang', 'en')).toMatch(
    /order +room +state +pickup point +fulfilment +portions/,
  );
});

test('the settlement that closed the books stands first, as number 1', async () => {
  const answers = { '/supply-runs/r1': run, '/supply-runs/r1/supplementary-settlements': { items: [supplementary] } };
  const lines = (await printed(answers, 'settlement', 'list', 'r1')).split('\n');
  expect(lines[1]).toMatch(/^1 +结算本身 .*2026-11-25 20:00/);
  expect(lines[2]).toMatch(/^2 +supplier 超市 .*5\.00/);
});

test('a run that never settled has no settlement to list', async () => {
  const answers = { '/supply-runs/r1': { ...run, stage: 'voided' } };
  expect(await printed(answers, 'settlement', 'list', 'r1')).toBe('（无 / none）\n');
});

test('households are listed in the language asked for', async () => {
  const household = {
    id: 'h1',
    compound: 'LT',
    building: '3',
    unit: '2',
    room: '501',
    maskedName: '张**',
    provisional: true,
    priority: true,
  };
  const answers = { '/households': { items: [household], next: null } };
  expect(await printed(answers, 'household', 'list', '--compound', 'LT')).toMatch(/h1 .*张\*\* +待确认 +是$/m);
  expect(await printed(answers, 'household', 'list', '--compound', 'LT', '--lang', 'en')).toMatch(/h1 .*张\*\* +provisional +yes$/m);
});

const shift = {
  id: 's1',
  compoundName: '蓝天花园',
  gate: '南门',
  from: '2026-11-25T00:00:00Z',
  until: '2026-11-25T10:00:00Z',
  endedAt: null,
};
test('a shift is shown with who was at which device from when until when', async () => {
  const posts = [
    { person: 'D003', maskedName: '何**', from: '2026-11-25T00:00:00Z', until: '2026-11-25T04:00:00Z' },
    { person: 'D004', maskedName: '冯**', from: '2026-11-25T04:00:00Z', until: '2026-11-25T10:00:00Z' },
  ];
  const answers = { '/shifts/s1': { ...shift, devices: [{ id: 'd1', label: '南门手机', endedAt: null, posts }] } };
  const lines = (await printed(answers, 'shift', 'show', 's1')).split('\n');
  expect(lines[0]).toBe('蓝天花园南门  2026-11-25 08:00 – 2026-11-25 18:00');
  expect(lines[2]).toMatch(/^d1 南门手机 +D003 何\*\* +2026-11-25 08:00 +2026-11-25 12:00/);
  expect(lines[3]).toMatch(/D004 冯\*\* +2026-11-25 12:00 +2026-11-25 18:00/);
});
