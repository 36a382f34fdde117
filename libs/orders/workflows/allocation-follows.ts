import { logisticsSteps, type GoodsState, type LogisticsActivities } from '@jielong/logistics-contract';
import type { OrdersActivities } from '@jielong/orders-contract';
import { refusalIn } from '@jielong/process';
import type { Run } from './supply-run.steps.js';

interface Between {
  community: string;
  runId: string;
  orders: Pick<OrdersActivities, 'allocate'>;
  logistics: Pick<LogisticsActivities, 'readGoods' | 'takeOverAllocation'>;
  note(text: string): void;
}
/** Then it waits for the next thing said: what two services cannot agree on is for a person. */
const attempts = 3;

/** Nobody is promised what is not there: where goods have changed, orders divides again and logistics takes the new version over. */
export const following = ({ community, runId, orders, logistics, note }: Between) => {
  return async function followed(run: Run): Promise<Run> {
    let now = run;
    for (let attempt = 0, refused = false; attempt < attempts && (refused || isDue(now) || isAhead(now)); attempt += 1) {
      try {
        if (refused || isDue(now)) now = { ...now, orders: await orders.allocate(community, runId, now.goods.change) };
        refused = false;
        if (isAhead(now)) now = { ...now, goods: await takeOver(now) };
      } catch (error) {
        note(`分配未成：${refusalIn(error).message}`);
        refused = true; // somebody has picked up meanwhile, or the goods are others: orders divides again over what is there now
        now = { ...now, goods: await logistics.readGoods(community, runId) };
      }
    }
    return now;
  };

  function takeOver({ orders: { allocation } }: Run): Promise<GoodsState> {
    return logistics.takeOverAllocation(community, runId, allocation.version);
  }
};

/** Bought, or moved although nobody reported the purchase; and not yet divided as things now stand. */
const isDue = ({ orders: { stage, bought, allocation }, goods }: Run): boolean =>
  (stage === 'purchasing' || stage === 'distributing') &&
  (bought || goods.change > 0) &&
  (goods.change !== allocation.basis || isOvertaken(allocation, goods));

/** Goods have come while a version still waits for its approval: whoever hands them over does not wait for it. */
const isOvertaken = ({ version, effective }: Run['orders']['allocation'], { done }: GoodsState): boolean =>
  version > 0 && !effective && done.some((key) => key.startsWith(logisticsSteps.confirmHandoff.step));

const isAhead = ({ orders: { allocation }, goods }: Run): boolean => allocation.effective && allocation.version > goods.allocationVersion;
