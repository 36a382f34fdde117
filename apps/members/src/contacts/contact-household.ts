import type { contactAnswer } from '@jielong/members-contract/schemas';
import { callTo, noOpenStep, phoneTail, surnameOf } from '@jielong/members-domain';
import { audit } from '@jielong/platform';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { wholeContactOf } from '../households/contacts.rows.js';
import { householdNow, readHousehold } from '../households/read-household.js';
import { waitingFor, type WaitingSomewhere } from './waiting-orders.query.js';

export type Contacted = z.output<typeof contactAnswer>;

/**
 * As much of a household as handing something over to it takes, where an order that waits for it is the caller's to hand over; recorded before it is
 * shown. Throws a 403 `no-open-step`, a 404 `household-not-found`.
 */
export async function contactHousehold(
  tx: EntityManager,
  named: string,
  isTheirs: (order: WaitingSomewhere) => boolean,
): Promise<Contacted> {
  const { id } = await readHousehold(tx, await householdNow(tx, named));
  const order = (await waitingFor(tx, id)).find(isTheirs);
  if (!order) throw noOpenStep();
  const { orderId, runId } = order;
  await audit(tx, { action: 'contact', subjectKind: 'household', subjectId: id, details: { orderId, runId } });
  const { name, phone, otherPhones } = await wholeContactOf(tx, id);
  const number = phone === '' ? (otherPhones[0] ?? '') : phone;
  return { id, surname: surnameOf(name), phoneTail: phoneTail(number), call: callTo(number), orderId, runId };
}
