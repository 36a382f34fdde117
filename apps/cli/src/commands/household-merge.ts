import { Command } from 'commander';
import { type MergeQuestion, mergeQuestionText } from '../merge-questions.js';
import { show } from '../output.js';
import { Session } from '../session.js';

interface Followed {
  readonly into: string;
  readonly orders: readonly {
    orderId: string;
    items: Readonly<Record<string, number>>;
    joined: readonly string[];
    questions: readonly MergeQuestion[];
  }[];
  readonly staying: readonly { orderId: string }[];
}

/** members says that two are one; orders joins what both have ordered. Of both calls either may be repeated. */
export const mergeHouseholdCommand = (): Command =>
  new Command('merge')
    .description(
      '合并同一房号的两户：前一户并入后一户，未锁的订单合成一单，账合在一起 / two households of a room are one, and so are their orders',
    )
    .argument('<household>')
    .requiredOption('--into <household>', '并入哪一户 / the household that stays')
    .requiredOption('--reason <why>', '原因 / why')
    .action(async (id: string, body: { into: string; reason: string }, command: Command) => {
      const session = Session.of(command);
      await session.post(`/households/${id}/merge`, body);
      const followed = await session.post<Followed>('/household-merges', { household: id }).catch((error: unknown) => {
        process.stderr.write(`${halfDone}\n`);
        throw error;
      });
      show(session.options, followed, () => textOf(followed));
    });

const halfDone =
  '两户已合并，账也在一起；订单还没有合成一单。请把这条命令再执行一遍（最迟锁单时会自动合） / the households are merged; their orders are not yet: run this again (at the latest they follow at the lock)';

function textOf({ into, orders, staying }: Followed): string {
  const lines = orders.flatMap(({ orderId, items, joined, questions }) => [
    `订单 / order ${orderId}: ${itemsOf(items)}${joined.length ? `，合入 ${joined.length} 单 / joined` : ''}`,
    ...questions.map((question) => `  ? ${bothOf(mergeQuestionText(question))}`),
  ]);
  const stay = staying.map(({ orderId }) => `订单 ${orderId} 已锁单，照旧，取货码有效 / locked: it stays, and its code is valid`);
  return [`已并入 / merged into ${into}`, ...lines, ...stay].join('\n');
}

const itemsOf = (items: Readonly<Record<string, number>>): string =>
  Object.entries(items)
    .map(([bundle, portions]) => `${bundle}×${portions}`)
    .join(' ');

const bothOf = ({ zh, en }: { readonly zh: string; readonly en: string }): string => `${zh} / ${en}`;
