import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { collect, countsOf } from '../counts.js';
import { Misuse } from '../failure.js';
import { jsonOf } from '../files.js';
import { show, table } from '../output.js';
import { Session } from '../session.js';
import { newCodeCommand } from './pickup-code.js';
import { conflictsCommand, decideCommand, reverseCommand } from './pickup-corrections.js';

interface PickupOrder {
  readonly orderId: string;
  readonly building: string;
  readonly unit: string | null;
  readonly room: string;
  readonly maskedName: string;
  readonly code: string;
  readonly fulfilment: string;
  readonly state: string;
  readonly lines: readonly { bundle: string; portions: number; handedOut: number }[];
  readonly pickupIds: readonly string[];
  readonly mayCollect: readonly Collector[];
  readonly peopleMayCollect: readonly string[];
}
/** `room` is null of a household that lives in another compound. */
interface Collector {
  readonly compoundName: string;
  readonly building: string | null;
  readonly unit: string | null;
  readonly room: string | null;
  readonly maskedName: string;
}
interface Giving {
  readonly run: string;
  readonly point?: string;
  readonly room?: string;
  readonly code?: string;
  readonly token?: string;
  readonly order?: string;
  readonly item?: readonly string[];
  readonly collectedBy?: string;
}

export function pickupCommands(): Command {
  const pickup = new Command('pickup').description('取货与送货上门 / pickups and deliveries');
  pickup
    .command('give')
    .description('发放：按房号、取货码或二维码 / hand out by room, code or token')
    .requiredOption('--run <run>')
    .option('--point <id>', '自提点（只有一个时可省） / the pickup point, where there are several')
    .option('--room <room>')
    .option('--code <code>', '六位取货码 / six digits')
    .option('--token <token>')
    .option('--order <id>')
    .option('--item <code=n>', '只取一部分 / only a part', collect)
    .option('--collected-by <text>', '谁来取 / who came')
    .action(async (options: Giving, command: Command) => {
      const session = Session.of(command);
      const given = await session.post<{ message: string; pickupId?: string }>('/pickups', {
        scanId: randomUUID(),
        kind: 'ask',
        run: options.run,
        pointId: options.point ?? (await onlyPoint(session, options.run)),
        by: byOf(options),
        ...(options.item ? { lines: countsOf(options.item, '--item') } : {}),
        ...(options.collectedBy ? { collectedBy: options.collectedBy } : {}),
      });
      show(session.options, given, () => `${given.message}${given.pickupId ? `\n取货编号（更正时用）/ pickup id: ${given.pickupId}` : ''}`);
    });
  pickup
    .command('batch <file>')
    .description('补录离线扫码（JSON：{deviceId, scans}） / scans of an offline device, a JSON file')
    .action(async (file: string, _options: object, command: Command) => {
      const session = Session.of(command);
      const { answers } = await session.post<{ answers: { scanId: string; status: string; message: string }[] }>(
        '/pickups/batch',
        await jsonOf(file),
      );
      show(session.options, answers, (lang) =>
        table(
          answers.map(({ scanId, status, message }) => ({ 扫码: scanId, 结果: status, 说明: message })),
          lang,
        ),
      );
    });
  pickup
    .command('deliver')
    .description('登记送货上门的结果 / the outcome of a delivery')
    .requiredOption('--run <run>')
    .requiredOption('--order <id>')
    .requiredOption('--outcome <outcome>', 'delivered | left-at-door | nobody-there | refused')
    .option('--to <text>', '交给谁：household、neighbour、guard 或人员编号，不写姓名 / to whom, never a name')
    .action(async ({ run, order, outcome, to }: { run: string; order: string; outcome: string; to?: string }, command: Command) => {
      const session = Session.of(command);
      const body = { scanId: randomUUID(), run, orderId: order, outcome, ...(to ? { deliveredTo: to } : {}) };
      const delivered = await session.post<{ text: Record<'zh' | 'en', string> }>('/deliveries', body);
      show(session.options, delivered, () => delivered.text[session.options.lang]);
    });
  pickup
    .command('list')
    .description('列出待取与已取 / who has fetched and who has not')
    .requiredOption('--run <run>')
    .option('--state <state>')
    .option('--room <room>')
    .option('--point <id>', '只看一个自提点 / of one pickup point')
    .action(async ({ run, room, ...which }: { run: string; state?: string; room?: string; point?: string }, command: Command) => {
      const session = Session.of(command);
      const path = `/supply-runs/${run}/pickup-orders`;
      const orders = await (room === undefined
        ? session.all<PickupOrder>(path, which)
        : session.find<PickupOrder>(`${path}/find`, { ...which, room }));
      show(session.options, orders, (lang) => table(orders.map(rowOf), lang));
    });
  pickup.addCommand(conflictsCommand()).addCommand(decideCommand()).addCommand(reverseCommand()).addCommand(newCodeCommand());
  return pickup;
}

function byOf({ room, code, token, order }: Giving): object {
  const ways = Object.entries({ room, code, token, orderId: order }).filter(([, value]) => value !== undefined);
  if (ways.length !== 1) throw new Misuse('用 --room、--code、--token、--order 之一 / use one of --room, --code, --token, --order');
  return Object.fromEntries(ways);
}

async function onlyPoint(session: Session, run: string): Promise<string> {
  const { pickupPoints } = await session.get<{ pickupPoints: { id: string; name: string }[] }>(`/supply-runs/${run}/goods`);
  const [point, ...others] = pickupPoints;
  if (!point) throw new Misuse('这个批次还没有自提点 / this run has no pickup point yet');
  if (others.length)
    throw new Misuse(`请用 --point 指明自提点 / choose with --point:\n${pickupPoints.map(({ id, name }) => `  ${id} ${name}`).join('\n')}`);
  return point.id;
}

const doorOf = ({ building, unit, room }: Pick<Collector, 'building' | 'unit' | 'room'>) =>
  [building, unit, room].filter(Boolean).join('-');
/** `蓝天花园 3-2-501`; from elsewhere `云峰苑 张**`. */
const collectorOf = ({ compoundName, maskedName, ...door }: Collector) => `${compoundName} ${doorOf(door) || maskedName}`;
const rowOf = ({ maskedName, code, fulfilment, state, lines, pickupIds, mayCollect, peopleMayCollect, ...door }: PickupOrder) => ({
  房号: doorOf(door),
  户主: maskedName,
  取货码: code,
  方式: fulfilment,
  状态: state,
  份数: lines.map(({ bundle, portions, handedOut }) => `${bundle} ${handedOut}/${portions}`).join(' '),
  可代取: [...mayCollect.map(collectorOf), ...peopleMayCollect].join('；'),
  取货号: pickupIds.join(' '),
});
