import { grantsOf, type HeldRole, membersViews } from '@jielong/members-contract';
import { ordersSteps } from '@jielong/orders-contract';
import { ordersStepBodies } from '@jielong/orders-contract/schemas';
import { stepLinksModule } from '@jielong/platform';
import { buysAtASupplier } from '../steps/step-endpoints.js';
import { purchaseForm } from './purchase.form.js';

/** Links to the step of orders that people report in the street. */
export const linksModule = stepLinksModule({
  service: 'orders',
  zh: '订单',
  steps: [
    {
      definition: ordersSteps.confirmPurchase,
      schema: ordersStepBodies.confirmPurchase,
      options: buysAtASupplier,
      form: purchaseForm,
    },
  ],
  grantsOf: async (tx, person) =>
    grantsOf(
      await tx.query<HeldRole[]>(`SELECT role, scope, gate, building, "isCompound", parts FROM ${membersViews.roles} WHERE code = $1`, [
        person,
      ]),
    ),
});
