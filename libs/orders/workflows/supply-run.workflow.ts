import { supplyRunId, type RunStage, type SupplyRunInput } from '@jielong/orders-contract';
import { stepKey } from '@jielong/kernel';
import { isOver } from '@jielong/orders-domain';
import { Latecomers, uncancelled } from '@jielong/process';
import { condition, workflowInfo } from '@temporalio/workflow';
import { type Run, supplyRun } from './supply-run.steps.js';

/** One group buy of one compound, from sign-up to closed books. Started again at any time, it goes on from the rows. */
export async function supplyRunWorkflow(input: SupplyRunInput): Promise<RunStage> {
  const { community, runId } = input;
  const subject = { community, processId: supplyRunId(runId) };
  const { run, orders, logistics, current, ordersAfter, goodsAfter } = supplyRun(input);
  const stage = () => current().orders.stage;
  const isGoingOn = () => !current().orders.calledOff && !isOver(stage());
  return uncancelled(run, story, () => run.hear('cancelRun', calledOffInTemporal()));

  async function story(): Promise<RunStage> {
    await run.read();
    await ordersAreLocked();
    if (isGoingOn()) await goodsAfter(logistics.planTrip);
    await run.until(({ orders }) => orders.allocation.version > 0 || orders.calledOff || isOver(orders.stage));
    await run.take('approveAllocation');
    await pickupEnds();
    await run.takeEach('decideDispute', current().goods.disputes ?? []);
    await ordersAfter(orders.enterSettling);
    await run.take('disposeRemainder');
    await run.take('approvePrice');
    await run.take('approveSettlement');
    await Promise.all([orders.endOrdersProcess(subject), logistics.endLogisticsProcess(subject)]);
    await run.finish();
    return stage();
  }

  /** Or called off. The cut-off may be put off once more while the list is confirmed: then neighbours go on ordering. */
  async function ordersAreLocked(): Promise<void> {
    while (stage() === 'ordering' || stage() === 'confirming') {
      await orderingEnds();
      await run.take('lockOrders');
    }
  }

  /** At cut-off, which a person may bring forward or put off; judged by the database's clock. */
  async function orderingEnds(): Promise<void> {
    for (let patience = 1; stage() === 'ordering'; patience = 1_000) {
      const { cutOffAt } = current().orders;
      const changed = () => stage() !== 'ordering' || current().orders.cutOffAt !== cutOffAt;
      if (await condition(changed, Math.max(patience, Date.parse(cutOffAt) - Date.now()))) continue;
      await ordersAfter(orders.closeOrdering);
    }
  }

  /** Each point closes for itself, once its goods are there or a later report has made that superfluous. */
  async function pickupEnds(): Promise<void> {
    const isEnded = ({ goods }: Run, point: string) => goods.done.includes(stepKey('closePickup', point));
    const endsAt = async (point: string) => {
      await run.until((now) => isEnded(now, point) || now.goods.points.some((it) => it.point === point && it.state !== 'waiting'));
      await run.take('closePickup', point);
      late.over([point]);
    };
    const open = () => current().goods.points.flatMap(({ point }) => (isEnded(current(), point) ? [] : [point]));
    const late = new Latecomers(open, (points) => Promise.all(points.map(endsAt))); // another point may become one of the run's
    while (open().length) {
      await Promise.all(late.besides(open()).map(endsAt));
      if (late.isAny) await late.all();
    }
  }
}

/** Temporal's own Cancel takes the way of everybody who calls a run off; who clicked is not known there, so the owner refuses it and says what to do. */
const calledOffInTemporal = () => ({
  ...{ reportId: `temporal-cancel.${workflowInfo().runId}`, enteredBy: 'temporal', channel: 'temporal', evidence: 'told' },
  ...{ reason: 'Cancel in Temporal / 在 Temporal 中取消' },
});
