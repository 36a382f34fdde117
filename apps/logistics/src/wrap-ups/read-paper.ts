import { DomainError, roomText } from '@jielong/kernel';
import { pagesOf, readWrapUp, type Sheet, type UnreadablePiece, type WrapUpReading, type WrapUpRegister } from '@jielong/logistics-domain';
import { ordersViews } from '@jielong/orders-contract';
import type { EntityManager } from 'typeorm';
import { allPickupOrders, type PickupOrderItem } from '../pickups/pickup-orders.query.js';
import { readSheet } from '../sheets/sheet.query.js';
import type { WrapUpAnswer, WrapUpBody } from './wrap-up.schema.js';
import { outlookOfWrapUp, storeWrapUp } from './wrap-up.rows.js';

/** Reads what was typed from paper, and stores it; 422 with every piece that cannot be read for certain. Nothing is handed out yet. */
export async function readPaper(tx: EntityManager, run: string, { pages }: WrapUpBody): Promise<WrapUpAnswer> {
  const orders = await allPickupOrders(tx, run);
  if (!orders.length) throw nothingToHandOut();
  const reading = readWrapUp(pages, await registerOf(tx, run, orders));
  if (reading.unreadable.length) throw unreadable(reading.unreadable);
  const id = await storeWrapUp(tx, run, reading);
  return { id, ...(await outlookOfWrapUp(tx, run, id)), listed: reading.listed.length, exceptions: shown(reading, orders) };
}

async function registerOf(tx: EntityManager, run: string, orders: readonly PickupOrderItem[]): Promise<WrapUpRegister> {
  const names = await tx.query<{ bundle: string; name: string }[]>(`SELECT bundle, name FROM ${ordersViews.runBundles} WHERE run_id = $1`, [
    run,
  ]);
  const sheets = [await readSheet(tx, run, 'pickup'), await readSheet(tx, run, 'to-door')];
  const byCode = new Map(orders.map(({ code, orderId }) => [code, orderId]));
  return {
    orders,
    bundles: new Map(names.map(({ bundle, name }) => [bundle, name])),
    pages: new Map(sheets.flatMap((it) => pagesIn(it, byCode))),
  };
}

/** Pages of this version and of those before it: what was printed stays valid. */
function pagesIn(sheet: Sheet, byCode: ReadonlyMap<string, string>): [string, string[]][] {
  const versions = Array.from({ length: sheet.version + 1 }, (_, version) => version);
  return versions.flatMap((version) =>
    pagesOf({ ...sheet, version }).map((page): [string, string[]] => [page.code, page.rows.flatMap(({ code }) => byCode.get(code) ?? [])]),
  );
}

function shown({ exceptions }: WrapUpReading, orders: readonly PickupOrderItem[]): WrapUpAnswer['exceptions'] {
  const rooms = new Map(orders.map((order) => [order.orderId, roomText(order)]));
  return exceptions.map((exception) => ({ ...exception, room: rooms.get(exception.orderId) ?? '' }));
}

/** Nothing is allocated before something is bought: everybody would seem to be excepted. */
const nothingToHandOut = () =>
  new DomainError('conflict', 'nothing-allocated', {
    zh: '还没有分配，没有人有货可领。请先登记采购（purchase），分配好后再收尾。',
    en: 'Nothing is allocated yet: nobody has anything to collect. Report the purchase first (purchase), and wrap up when it is divided.',
  });
const unreadable = (pieces: readonly UnreadablePiece[]) =>
  new DomainError(
    'invalid',
    'unreadable-wrap-up',
    {
      zh: `有 ${pieces.length} 处读不准：${pieces
        .map(({ piece }) => piece)
        .join('、')
        .slice(0, 300)}。请改好后整份再发。`,
      en: `${pieces.length} pieces cannot be read for certain: ${pieces
        .map(({ piece }) => piece)
        .join('; ')
        .slice(0, 300)}. Mend them and send all of it again.`,
    },
    { pieces },
  );
