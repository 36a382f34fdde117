import { type Actor, DomainError, householdOf } from '@jielong/kernel';
import type { Items } from '@jielong/orders-domain';
import type { EntityManager } from 'typeorm';
import { sameHousehold } from '../merges/same-household.rows.js';
import type { ChangeOrder } from './change-order.js';
import type { LockedOrder } from './order-rows.js';

/** What is as it is registered, or as staff have agreed it: whoever has found a slip sends food to no other door. */
const notByLink = ['fulfilment', 'pickupPointId', 'mayCollect'] as const;

/** Refuses what a household does not choose by its own link. Says nothing to anybody else. */
export function checkNamedByLink(body: Pick<ChangeOrder, (typeof notByLink)[number]>, actor: Actor): void {
  const named = notByLink.filter((field) => body[field] !== undefined);
  if (householdOf(actor) !== undefined && named.length > 0) throw notByThisLink(named);
}

/** An empty remark of a household that is not shown the one which stands there says nothing of it. */
export async function unseenStays<Body extends Pick<ChangeOrder, 'remark'>>(
  tx: EntityManager,
  order: Pick<LockedOrder, 'forHousehold'>,
  body: Body,
  actor: Actor,
): Promise<Body> {
  const own = householdOf(actor);
  if (own === undefined || body.remark !== '' || (await sameHousehold(tx, [own]))(own).includes(order.forHousehold)) return body;
  return { ...body, remark: undefined };
}

interface Change extends Pick<ChangeOrder, 'paidBy' | 'substitutes'> {
  /** By bundle: how many more, or fewer. */
  readonly difference: Items;
}

/** Refuses a household, by its own link, whatever may cost another one more than the two between which it is: that one has agreed to the order as it was. */
export async function checkOthersMoney(tx: EntityManager, order: LockedOrder, change: Change, actor: Actor): Promise<void> {
  const own = householdOf(actor);
  const costsMore = [...Object.values(change.difference), ...Object.values(change.substitutes ?? {})].some((more) => Number(more) > 0);
  if (own === undefined || !costsMore) return;
  const idsOf = await sameHousehold(tx, [own, order.forHousehold]);
  if (![own, order.forHousehold].flatMap(idsOf).includes(change.paidBy ?? order.paidBy)) throw anotherPays();
}

const notByThisLink = (fields: readonly string[]) =>
  new DomainError(
    'forbidden',
    'not-by-this-link',
    {
      zh: `凭本户链接只能改份数、替代品和备注。取货方式、自提点和代取人（${fields.join('、')}）请找楼栋长或网格员改。`,
      en: `By its link a household changes portions, substitutes and the remark. Ask the building captain or the grid worker for ${fields.join(', ')}.`,
    },
    { fields },
  );
const anotherPays = () =>
  new DomainError('forbidden', 'another-pays', {
    zh: '这一单由别家付款，凭本户链接只能减，不能加。要加请找团长或楼栋长，或者改为自家付款。',
    en: 'Another household pays for this order: by your own link it can become less, not more. Ask the group-buy leader or the building captain, or pay for it yourselves.',
  });
