import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { calendarDateOf } from '@jielong/kernel';
import { Person } from './api.js';
import { GoodDay, isToDoor, portionsOf, roomOf } from './good-day.js';
import { carryBadly } from './real-day.js';
import type { PickupOrder } from './shapes.js';
import { tokenOf } from './sign-in.js';

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: process.env['JIELONG_URL'] ?? 'http://127.0.0.1:3000' },
    ui: { type: 'string', default: process.env['TEMPORAL_UI_ORIGIN'] ?? 'http://127.0.0.1:8233' },
    namespace: { type: 'string', default: process.env['TEMPORAL_NAMESPACE'] ?? 'jielong' },
    samples: { type: 'string', default: 'samples' },
    json: { type: 'boolean', default: false },
    'real-day': { type: 'boolean', default: false },
  },
});
const began = performance.now();
const secondMs = 1_000;
const dayMs = 86_400_000;
/** Forty minutes on the way, shortened. */
const onTheWayMs = 2 * secondMs;
const cutOffMs = 12 * secondMs;

/** People read this; with `--json` it goes to standard error, so that standard output is one object. */
const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);
const heading = (line: string): void => say(`\n── ${line}`);
const yuan = (fen: number): string => (fen / 100).toFixed(2);

const accountWords: Readonly<Record<string, string>> = {
  cash: '代收现金',
  supplier: '供货商',
  fund: '社区经费',
  advance: '垫付',
  waived: '免收',
};
/** Wide characters take two columns. */
const padded = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - [...text].reduce((sum, one) => sum + (one > '\u2e7f' ? 2 : 1), 0)));

await tokenOf(values.url, 'sample/S001').catch((error: unknown) => {
  process.stderr.write(`\n✗ ${error instanceof Error ? error.message : String(error)}\n`); // a wrong passphrase is no fault to be traced
  process.exit(1);
});
const office = new Person(values.url, 'sample/S001');
const signUps = (name: string): string => join(values.samples, 'signups', name);
const day = await openRun();
await signUp();
await buy();
await carry();
const orders = await day.pickupOrders();
await pickUp(orders);
await close();
await conclude();

async function openRun(): Promise<GoodDay> {
  heading('开团：蓝天花园，明天送货');
  const opened = await GoodDay.open(office, {
    compound: 'LT',
    gateCaptain: 'D001',
    serviceDate: calendarDateOf(new Date(Date.now() + dayMs)),
    cutOffAt: new Date(Date.now() + cutOffMs).toISOString(),
    bundles: [{ code: 'SC01' }, { code: 'RL01' }, { code: 'SG01' }, { code: 'JD01' }],
  });
  say(`批次 ${opened.runId}，${cutOffMs / secondMs} 秒后截单`);
  return opened;
}

async function signUp(): Promise<void> {
  heading('接龙：贴入 100 条的文本');
  const first = await day.signUp(signUps('lantian-garden-170.txt'));
  const before = await day.show();
  say(`读清 ${before.households} 户 ${before.portions} 份；${first.held.length} 条要问：`);
  for (const { line, reason, text } of first.held) say(`  第 ${line} 行 ${reason}：${text}`);
  const again = await day.signUp(signUps('lantian-garden-170.txt'), signUps('lantian-garden-170.answers.json'));
  const after = await day.show();
  say(`回答后 ${after.households} 户 ${after.portions} 份 ${yuan(after.moneyFen)} 元，还要问 ${again.held.length} 条`);
  await comesItself('6-1-602');
}

/** Asked about its entry, the household said something else too: it need not be delivered to. */
async function comesItself(room: string): Promise<void> {
  const orders = await office.all<PickupOrder & { readonly id: string }>(`${day.path}/orders`);
  const asked = orders.find((order) => roomOf(order) === room);
  if (!asked) throw new Error(`${room} has no order`);
  await office.patch(`/orders/${asked.id}`, { fulfilment: 'pick-up' });
  say(`  ${room} 电话里说自己来取，不用送`);
}

async function buy(): Promise<void> {
  heading('截单、锁单、采购');
  await day.reaches('confirming');
  say('已截单，核对名单');
  const locked = await day.lock();
  say(`已锁单：${locked.purchases.map(({ supplier }) => supplier).join('、')}`);
  const ordered = Object.fromEntries(locked.bundles.map(({ code, ordered: n }) => [code, n]));
  const bought = { RL01: { portions: (ordered['RL01'] ?? 0) - 1 }, JD01: { portions: (ordered['JD01'] ?? 0) - 1 } };
  await day.purchase(bought);
  const total = Object.values(ordered).reduce((sum, n) => sum + n, 0);
  say(`超市只有 ${total - 2} 份（订了 ${total} 份）`);
  await day.allocated();
  await sayShort((await day.show()).allocation.version);
}

/** Who gets less, why, and what is credited where it was charged already. */
async function sayShort(version: number, credited = false): Promise<void> {
  const [{ short }, { bundles }] = [await day.allocation(version), await day.show()];
  const priceOf = (code: string): number => bundles.find((bundle) => bundle.code === code)?.priceFen ?? 0;
  for (const { room, bundle, from, to, sentence } of short)
    say(`  ${room ?? ''} ${sentence.zh}${credited ? `退 ${yuan((from - to) * priceOf(bundle))} 元，记入这一户的余额。` : ''}`);
}

async function carry(): Promise<void> {
  heading('装车、发车、到门口交接');
  const planned = (await day.show()).allocation.version;
  if (values['real-day']) await carryBadly(day, say, setTimeout);
  else await carryAsPlanned();
  const { allocation } = await day.show();
  for (let version = planned + 1; version <= allocation.version; version += 1) await sayShort(version, true);
}

async function carryAsPlanned(): Promise<void> {
  await day.loadByLink();
  say('保障队 15 人用手推车装完，队长在群里点开链接按了一下“与预计一致”，13:00 发车');
  await setTimeout(onTheWayMs);
  const goods = await day.handOver({ lines: [{ bundle: 'SC01', damaged: 1 }] });
  say(`四十分钟后到南门，接力卸货，双方点数：破损 1 份蔬菜包；自提点${goods.pickupPoints.map(({ name }) => name).join('、')}开始取货`);
}

async function pickUp(all: readonly PickupOrder[]): Promise<void> {
  heading('取货：按房号、取货码、离线补录、送货上门');
  const [point] = (await day.goods()).pickupPoints;
  if (!point) throw new Error('the run has no pickup point');
  const home = all.filter(isToDoor);
  const unclaimed = all.filter((order) => !isToDoor(order) && portionsOf(order) === 1).slice(0, 2);
  const coming = all.filter((order) => !isToDoor(order) && portionsOf(order) > 0 && !unclaimed.includes(order));
  const [offline, online] = [coming.slice(0, 20), coming.slice(20)];
  for (const [i, order] of online.entries()) await day.give(point.id, i % 2 ? { code: order.code } : { room: roomOf(order) });
  say(`${online.length} 户在门口按房号或取货码取走`);
  const scans = offline.map(({ token }) => ({
    scanId: randomUUID(),
    givenAt: new Date().toISOString(),
    run: day.runId,
    pointId: point.id,
    by: { token },
  }));
  const { answers } = await day.gateCaptain.post<{ answers: { status: string }[] }>('/pickups/batch', { deviceId: 'gate-phone-1', scans });
  say(`${answers.filter(({ status }) => status === 'recorded').length} 户在没有信号时扫码，现在补录`);
  for (const order of home) {
    const atDoor = order.fulfilment === 'left-at-door';
    await day.deliver(order.orderId, atDoor ? 'left-at-door' : 'delivered', atDoor ? undefined : 'household');
    say(`  ${roomOf(order)} ${atDoor ? '已放门口' : '已送到本人手里'}`);
  }
  const paying = all.slice(0, 3);
  say(`${unclaimed.length} 户没有来：${unclaimed.map(roomOf).join('、')}；代收现金 ${await collect(paying)}`);
}

/** Three neighbours pay the group-buy leader in cash. */
async function collect(paying: readonly PickupOrder[]): Promise<string> {
  const orderOf = (id: string) => office.get<{ forHousehold: string }>(`/orders/${id}`);
  const amountFen = 3_000;
  for (const { orderId } of paying) {
    const { forHousehold } = await orderOf(orderId);
    await office.post(`${day.path}/payments`, { paidBy: forHousehold, collectedBy: 'D002', amountFen, way: 'cash' });
  }
  return `${yuan(amountFen * paying.length)} 元`;
}

async function close(): Promise<void> {
  heading('结束取货、处理余货、结算');
  await day.closePickup();
  const { pickupPoints, inFlight } = await day.goods();
  say(`自提点还剩 ${pickupPoints.reduce((sum, { left }) => sum + left, 0)} 份，连同破损共 ${inFlight} 份待处理`);
  await day.dispose();
  await day.settle();
  say('会计批准结算，批次已结束');
}

async function conclude(): Promise<void> {
  const [custody, money, goods, run] = [await day.custody(), await day.money(), await day.goods(), await day.show()];
  heading('货在哪里（份）');
  for (const { bundle, place, portions } of custody.balances.filter((one) => one.portions !== 0))
    say(`  ${bundle}  ${padded(place.name ?? place.kind, 10)}${String(portions).padStart(6)}`);
  heading('钱在谁手里（元）');
  const households = money.accounts.filter(({ kind }) => kind === 'household');
  const others = money.accounts.filter(({ kind, balanceFen }) => kind !== 'household' && balanceFen !== 0);
  for (const { kind, holder, balanceFen } of others)
    say(`  ${padded(`${accountWords[kind] ?? kind} ${holder}`, 28)}${yuan(balanceFen).padStart(12)}`);
  const owed = households.reduce((sum, { balanceFen }) => sum + balanceFen, 0);
  say(`  ${padded(`${households.length} 户还欠`, 28)}${yuan(owed).padStart(12)}`);
  const workflowIds = [
    `supply-run:${day.runId}`,
    ...run.purchases.map(({ id }) => `purchase:${id}`),
    ...goods.trips.map(({ id }) => `trip:${id}`),
  ];
  say(`\nTemporal：${values.ui}/namespaces/${values.namespace}/workflows/${encodeURIComponent(workflowIds[0] ?? '')}`);
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  say(`用时 ${seconds} 秒`);
  if (values.json) process.stdout.write(`${JSON.stringify({ runId: day.runId, workflowIds, custody, money, seconds })}\n`);
}
