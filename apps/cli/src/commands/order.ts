import { Command } from 'commander';
import { collect, countsOf } from '../counts.js';
import { Misuse } from '../failure.js';
import { show, table } from '../output.js';
import { Session } from '../session.js';

interface Order {
  readonly id: string;
  readonly forHousehold: string;
  readonly building: string;
  readonly unit: string | null;
  readonly room: string;
  readonly state: string;
  readonly fulfilment: string;
  readonly lines: readonly { bundle: string; portions: number }[];
}
interface Household {
  readonly id: string;
  readonly maskedName: string;
}
interface Placing {
  readonly run: string;
  readonly room?: string;
  readonly household?: string;
  readonly item: readonly string[];
  readonly fulfilment?: string;
}

export function orderCommands(): Command {
  const order = new Command('order').description('订单 / orders');
  order
    .command('place')
    .description('下单 / place an order')
    .requiredOption('--run <run>')
    .option('--room <room>', '房号，任何常见写法 / the room, in any usual writing')
    .option('--household <id>', '户（同一房号有几户时） / the household, where a room holds several')
    .requiredOption('--item <code=n>', '套餐与份数，可重复 / bundle and portions, repeatable', collect)
    .option('--fulfilment <way>', 'pick-up | drop-at-building | to-door | left-at-door')
    .action(async (options: Placing, command: Command) => {
      const session = Session.of(command);
      const forHousehold = options.household ?? (await householdAt(session, options));
      const items = countsOf(options.item, '--item');
      const placed = await session.post<Order>(`/supply-runs/${options.run}/orders`, {
        forHousehold,
        items,
        ...(options.fulfilment ? { fulfilment: options.fulfilment } : {}),
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
      show(session.options, orders, () =>
        table(
          orders.map(({ id, building, unit, room, state, fulfilment, lines }) => ({
            订单: id,
            房号: [building, unit, room].filter(Boolean).join('-'),
            状态: state,
            取货: fulfilment,
            份数: lines.map(({ bundle, portions }) => `${bundle}×${portions}`).join(' '),
          })),
        ),
      );
    });
  order
    .command('change <order>')
    .description('改单 / change an order')
    .option('--item <code=n>', '改后的套餐与份数 / what it is to be', collect)
    .option('--fulfilment <way>')
    .action(async (id: string, { item, fulfilment }: { item?: string[]; fulfilment?: string }, command: Command) => {
      const session = Session.of(command);
      const changed = await session.patch<Order>(`/orders/${id}`, {
        ...(item ? { items: countsOf(item, '--item') } : {}),
        ...(fulfilment ? { fulfilment } : {}),
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
  return order;
}

async function householdAt(session: Session, { run, room }: Placing): Promise<string> {
  if (!room) throw new Misuse('请给出 --room 或 --household / give --room or --household');
  const { compound } = await session.get<{ compound: string }>(`/supply-runs/${run}`);
  const found = await session.find<Household>('/households/find', { compound, room });
  const [household, ...others] = found;
  if (!household) throw new Misuse(`${compound} 没有 ${room} / no household at ${room}`);
  if (others.length)
    throw new Misuse(
      `${room} 有几户，请用 --household / several households, choose with --household:\n${found.map(({ id, maskedName }) => `  ${id} ${maskedName}`).join('\n')}`,
    );
  return household.id;
}
