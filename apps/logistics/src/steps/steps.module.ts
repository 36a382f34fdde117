import { Module } from '@nestjs/common';
import { logisticsSteps } from '@jielong/logistics-contract';
import { logisticsStepBodies } from '@jielong/logistics-contract/schemas';
import { inboxController, processesController, stepController } from '@jielong/platform';
import { pointNames } from '../custody/place-names.js';
import { closesAPoint, decidesADispute, disposes, loadsABus, meetsAtAStop, notesGoods, wrapsUp } from './filing.js';
import { LogisticsStepActivities } from './step.activities.js';

/** The steps of logistics: their endpoints, what is asked for, and the activities that write them. */
@Module({
  controllers: [
    inboxController('logistics', '物流', pointNames),
    processesController('logistics', '物流'),
    stepController(logisticsSteps.confirmLoading, logisticsStepBodies.confirmLoading, loadsABus),
    stepController(logisticsSteps.confirmHandoff, logisticsStepBodies.confirmHandoff, meetsAtAStop),
    stepController(logisticsSteps.contestHandoff, logisticsStepBodies.contestHandoff, meetsAtAStop),
    stepController(logisticsSteps.divertTrip, logisticsStepBodies.divertTrip, loadsABus),
    stepController(logisticsSteps.decideDispute, logisticsStepBodies.decideDispute, decidesADispute),
    stepController(logisticsSteps.noteGoods, logisticsStepBodies.noteGoods, notesGoods),
    stepController(logisticsSteps.wrapUp, logisticsStepBodies.wrapUp, wrapsUp),
    stepController(logisticsSteps.closePickup, logisticsStepBodies.closePickup, closesAPoint),
    stepController(logisticsSteps.disposeRemainder, logisticsStepBodies.disposeRemainder, disposes),
  ],
  providers: [LogisticsStepActivities],
})
export class StepsModule {}
