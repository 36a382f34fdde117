import { Command } from 'commander';
import { collect, countsOf } from '../counts.js';
import { Misuse } from '../failure.js';
import { show, table } from '../output.js';
import { Session } from '../session.js';
import { householdAt } from './household-at.js';

interface Order {
  readonly id: string;
  readonly forHousehold: string;
  readonly building: string;
  readonly unit: string | null;
  readonly room: string;
  readonly state: string;
  readonly pickupPointId: string;
  readonly fulfilment: string;
  readonly lines: readonly { bundle: string; portions: number; state: string; allocated: number | null; inPlaceOf: string | null }[];
}
interface Placing {
  readonly run: string;
  readonly room?: string;
  readonly household?: string;
  readonly item: readonly string[];
  readonly fulfilment?: string;
}
interface Substitutes {
  readonly substitute?: readonly string[];
  readonly refuseSubstitute?: readonly string[];
}

/** What the options say of substitutes, as the API takes it. */
const substitutesOf = ({ substitute = [], refuseSubstitute = [] }: Substitutes) => {
  const both = substitute.find((code) => refuseSubstitute.includes(code));
  if (both) throw new Misuse(`${both}: --substitute 与 --refuse-substitute 只写一个 / name it in one of the two`);
  const wishes = [...substitute.map((code) => [code, true] as const), ...refuseSubstitute.map((code) => [code, false] as const)];
  return wishes.length ? { substitutes: Object.fromEntries(wishes) } : {};
};
const withSubstitutes = (command: Command): Command =>
  command
    .option(
      '--substitute <code>',
      '缺货时换成目录里的替换套餐，可重复 / takes the substitute of a bundle that cannot be had, repeatable',
      collect,
    )
    .option('--refuse-substitute <code>', '缺货时不换，可重复 / takes none, repeatable', collect);

export function orderCommands(): Command {
  const order = new Command('order').description('订单 / orders');
  withSubstitutes(order.command('place'))
    .description('下单 / place an order')
    .requiredOption('--run <run>')
    .option('--room <room>', '房号，任何常见写法 / the room, in any usual writing')
    .option('--household <id>', '户（同一房号有几户时） / the household, where a room holds several')
    .requiredOption('--item <code=n>', '套餐与份数，可重复 / bundle and portions, repeatable', collect)
    .option('--fulfilment <way>', 'pick-up | drop-at-building | to-door | left-at-door')
    .action(async (options: Placing & Substitutes, command: Command) => {
      const session = Session.of(command);
      const forHousehold = options.household ?? (await householdIn(session, options));
      const items = countsOf(options.item, '--item');
      const placed = await session.post<Order>(`/supply-runs/${options.run}/orders`, {
        forHousehold,
        items,
        ...(options.fulfilment ? { fulfilment: options.fulfilment } : {}),
        ...substitutesOf(options),
      });
      show(session.options, placed, () => `已下单 / placed: ${placed.id}`);
    });
  order
    .command('list')
    .description('列出订单 / list orders')
    .requiredOption('--run <run>')
    .action(async ({ run }: { run: string }, command: Command) => {
      const session = Session.of(command);
      const orders = await session.all<Order>(`/supply-runs/${run}/orders`);
      const { pickupPoints } = await session.get<{ pickupPoints: { id: string; name: string }[] }>(`/supply-runs/${run}`);
      const nameOf = (point: string): string => pickupPoints.find(({ id }) => id === point)?.name ?? point;
      show(session.options, orders, (lang) =>
        table(
          orders.map(({ id, building, unit, room, state, pickupPointId, fulfilment, lines }) => ({
            订单: id,
            房号: [building, unit, room].filter(Boolean).join('-'),
            状态: lines.length && lines.every((line) => line.state === 'void') ? 'void' : state,
            自提点: nameOf(pickupPointId),
            取货: fulfilment,
            份数: lines.map(contentOf).join(' '),
          })),
          lang,
        ),
      );
    });
  withSubstitutes(order.command('change <order>'))
    .description('改单 / change an order')
    .option('--item <code=n>', '改后的套餐与份数 / what it is to be', collect)
    .option('--fulfilment <way>')
    .action(async (id: string, options: { item?: string[]; fulfilment?: string } & Substitutes, command: Command) => {
      const { item, fulfilment } = options;
      const session = Session.of(command);
      const changed = await session.patch<Order>(`/orders/${id}`, {
        ...(item ? { items: countsOf(item, '--item') } : {}),
        ...(fulfilment ? { fulfilment } : {}),
        ...substitutesOf(options),
      });
      show(session.options, changed, () => '已改 / changed');
    });
  order
    .command('cancel <order>')
    .description('退单 / cancel an order')
    .option('--reason <text>')
    .action(async (id: string, { reason }: { reason?: string }, command: Command) => {
      const session = Session.of(command);
      const cancelled = await session.post<Order>(`/orders/${id}/cancel`, { ...(reason ? { reason } : {}) });
      show(session.options, cancelled, () => '已退 / cancelled');
    });
  order
    .command('move <order>')
    .description('锁单前把订单改给同一房号的另一户（分户后） / until the lock, the order is another household’s of its room')
    .requiredOption('--household <id>', '改给哪一户 / whose it is from now on')
    .requiredOption('--reason <text>', '原因 / why')
    .action(async (id: string, body: { household: string; reason: string }, command: Command) => {
      const session = Session.of(command);
      const moved = await session.post<Order>(`/orders/${id}/household`, body);
      show(session.options, moved, () => '已改户 / moved');
    });
  return order;
}

/** What was ordered; what is given in place of something stands behind an arrow. */
const contentOf = ({ bundle, portions, allocated, inPlaceOf }: Order['lines'][number]): string =>
  inPlaceOf === null ? `${bundle}×${portions}` : `${inPlaceOf}→${bundle}×${allocated ?? 0}`;

async function householdIn(session: Session, { run, room }: Placing): Promise<string> {
  if (!room) throw new Misuse('请给出 --room 或 --household / give --room or --household');
  const { compound } = await session.get<{ compound: string }>(`/supply-runs/${run}`);
  return householdAt(session, compound, room, { zh: '请用 --household', en: 'choose with --household' });
}
