import { type Actor, householdOf } from '@jielong/kernel';
import { wanted } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import { sameHousehold } from '../merges/same-household.rows.js';
import { cancelOrder, changeOrder, holdOrder } from '../orders/change-order.js';
import { itemsOf } from '../orders/order-lines.rows.js';
import { placeOrder } from '../orders/place-order.js';
import { changedSince, type HomeForm, nothingFilledIn, revisionOf } from './home-form.js';

/** A household before its page. */
export interface AtHome {
  readonly household: string;
  readonly actor: Actor;
}
type Deed = (tx: EntityManager, at: AtHome, form: HomeForm) => Promise<unknown>;

/** What the form says is what is wanted, and not what is wanted more: pressed twice, it is the same order. */
const order: Deed = async (tx, at, form) => {
  const { run, items, remark, revision } = form;
  const own = await ownOrder(tx, at.household, run);
  if (own !== undefined) {
    await refuseOldForm(tx, own, form, at);
    return changeOrder(tx, own, { items, remark }, at.actor);
  }
  if (revision !== '') throw changedSince();
  if (Object.values(items).every((portions) => portions === 0)) throw nothingFilledIn();
  return placeOrder(tx, run, { forHousehold: at.household, items, remark }, at.actor);
};
/** A form that says what is there already changes nothing, and may be as old as it likes: it was pressed twice. */
async function refuseOldForm(tx: EntityManager, own: string, { items, remark, revision }: HomeForm, at: AtHome): Promise<void> {
  const { order, lines } = await holdOrder(tx, own, at.actor);
  const seen = (text: string | null) => (householdOf(at.actor) === at.household ? (text ?? '') : ''); // of another household its page shows no remark
  const now = { id: own, items: itemsOf(lines), remark: seen(order.remark) };
  const meant = { id: own, items: wanted({ ...now.items, ...items }), remark: seen(remark) };
  if (revision !== revisionOf(now) && revisionOf(meant) !== revisionOf(now)) throw changedSince();
}
const withdraw: Deed = async (tx, at, { run }) => {
  const own = await ownOrder(tx, at.household, run);
  return own === undefined ? undefined : cancelOrder(tx, own, {}, at.actor);
};
const deeds: Readonly<Record<HomeForm['answer'], Deed>> = { order, withdraw };

/** Does what a household says, by the rules of every order. Who presses twice at once is heard one after the other. */
export async function doAtHome(tx: EntityManager, at: AtHome, form: HomeForm): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('at home ' || $1))`, [at.household]);
  await deeds[form.answer](tx, at, form);
}

async function ownOrder(tx: EntityManager, household: string, run: string): Promise<string | undefined> {
  const [own] = await tx.query<{ id: string }[]>(
    `SELECT order_id AS id FROM orders WHERE run_id = $1 AND for_household = ANY ($2) AND state = 'open' ORDER BY first_seen_at LIMIT 1`,
    [run, (await sameHousehold(tx, [household]))(household)],
  );
  return own?.id;
}
