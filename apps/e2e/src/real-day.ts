import { randomUUID } from 'node:crypto';
import { codes, type GoodDay } from './good-day.js';

const onTheWayMs = 2_000;

/**
 * What really happens on the way: nobody reports the loading, two portions are not there at the gate, and whoever counted finds one of them
 * again and corrects the report.
 */
export async function carryBadly(day: GoodDay, say: (line: string) => void, wait: (ms: number) => Promise<unknown>): Promise<void> {
  await wait(onTheWayMs);
  const { trips } = await day.goods();
  const [trip] = trips;
  const stop = trip?.stops[0]?.id;
  if (!trip || !stop) throw new Error('the run has no trip');
  const parties = { handedOverBy: { role: 'driver' }, receivedBy: { person: day.gateCaptain.code }, counted: 'both' };
  const handoff = (missing: number, more: object) =>
    day.gateCaptain.report<{ assumed: string[] }>(`/trips/${trip.id}/handoff`, {
      ...{ at: stop, ...parties, lines: [{ bundle: 'SC01', missing }] },
      ...more,
    });
  const reportId = `handoff-${randomUUID()}`;
  const { assumed } = await handoff(2, { reportId });
  say(
    `装车没有人登记（${codes.teamCaptain} 在雨里）；门口直接登记交接，少 2 份蔬菜包。推定：${assumed.map((key) => key.split('@')[0]).join('、')}`,
  );
  await allocatedAgain(day, 46 - 2);
  await handoff(1, { corrects: reportId, reason: '车厢里又找到 1 份' });
  say('更正：车厢里又找到 1 份，只少 1 份。账上冲回重记，不改不删');
  await allocatedAgain(day, 46 - 1);
}

/** Until what is there of the vegetables has been divided again. */
async function allocatedAgain(day: GoodDay, portions: number): Promise<void> {
  const promised = (orders: readonly { readonly lines: readonly { readonly bundle: string; readonly portions: number }[] }[]) =>
    orders.flatMap(({ lines }) => lines.filter(({ bundle }) => bundle === 'SC01')).reduce((sum, line) => sum + line.portions, 0);
  await day.office.until<{ items: Parameters<typeof promised>[0] }>(
    `${day.path}/pickup-orders?limit=200`,
    ({ items }) => promised(items) === portions,
  );
}
