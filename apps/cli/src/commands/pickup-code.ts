import { Command } from 'commander';
import { show } from '../output.js';
import { Session } from '../session.js';

/** `jielong pickup new-code <order>` */
export const newCodeCommand = (): Command =>
  new Command('new-code')
    .argument('<order>')
    .description('换取货码：旧码可能被别人看到了 / a new pickup code, where others may have read the old one')
    .action(async (order: string, _options: object, command: Command) => {
      const session = Session.of(command);
      const replaced = await session.post<{ orderId: string; code: string }>(`/pickup-orders/${order}/code`, {});
      show(session.options, replaced, () => `新的取货码 / the new code: ${replaced.code}（旧码作废 / the old one is void）`);
    });
