import { logisticsSteps } from '@jielong/logistics-contract';
import { logisticsStepBodies } from '@jielong/logistics-contract/schemas';
import { grantsOf, type HeldRole, membersViews } from '@jielong/members-contract';
import { stepLinksModule } from '@jielong/platform';
import { pointNames } from '../custody/place-names.js';
import { closesAPoint, loadsABus, meetsAtAStop } from '../steps/filing.js';
import { closingForm, handoffForm, loadingForm } from './step-forms.js';

const { confirmLoading, confirmHandoff, closePickup } = logisticsSteps;

/** Links to the steps of logistics that people report in the street. */
export const linksModule = stepLinksModule({
  service: 'logistics',
  zh: '物流',
  steps: [
    { definition: confirmLoading, schema: logisticsStepBodies.confirmLoading, options: loadsABus, form: loadingForm },
    { definition: confirmHandoff, schema: logisticsStepBodies.confirmHandoff, options: meetsAtAStop, form: handoffForm },
    { definition: closePickup, schema: logisticsStepBodies.closePickup, options: closesAPoint, form: closingForm },
  ],
  grantsOf: async (tx, person) =>
    grantsOf(
      await tx.query<HeldRole[]>(`SELECT role, scope, gate, building, "isCompound", parts FROM ${membersViews.roles} WHERE code = $1`, [
        person,
      ]),
    ),
  placeNames: pointNames,
});
