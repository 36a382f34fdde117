import { logisticsSteps, type GoodsState, type LogisticsActivities } from '@jielong/logistics-contract';
import type { OrdersActivities } from '@jielong/orders-contract';
import { refusalIn } from '@jielong/process';
import type { Run } from './supply-run.steps.js';

interface Between {
  community: string;
  runId: string;
  orders: Pick<OrdersActivities, 'allocate'>;
  logistics: Pick<LogisticsActivities, 'callOff' | 'handOutListed' | 'readGoods' | 'receivePurchase' | 'takeOverAllocation'>;
  note(text: string): void;
}
/** Then it waits for the next thing said: what two services cannot agree on is for a person. */
const attempts = 3;

/** Nobody is promised what is not there: where goods have changed, orders divides again and logistics takes the new version over. */
export const following = ({ community, runId, orders, logistics, note }: Between) => {
  return async function followed(run: Run): Promise<Run> {
    const now = await divided(await calledOff(await received(run)));
    if (untoldPurchases(run).length || !untoldPurchases(now).length) return handedOut(now);
    return handedOut(await divided(await received(now))); // orders has said so only now
  };

  async function divided(run: Run): Promise<Run> {
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
  }

  /** A day from paper ends with everybody having what is theirs: after the goods are divided as they now stand. */
  async function handedOut(run: Run): Promise<Run> {
    if (!run.goods.wrapUp || isDue(run) || isAhead(run)) return run;
    try {
      return { ...run, goods: await logistics.handOutListed(community, runId) };
    } catch (error) {
      note(`收尾发放未成：${refusalIn(error).message}`);
      return run;
    }
  }

  /** What orders has written of a purchase and logistics has not booked: whoever was to tell it is gone, or others had counted otherwise. */
  async function received(run: Run): Promise<Run> {
    const untold = untoldPurchases(run);
    for (const purchase of untold)
      await logistics.receivePurchase(community, purchase, '').catch((error: unknown) => note(refusalIn(error).message));
    return untold.length ? { ...run, goods: await logistics.readGoods(community, runId) } : run;
  }

  /** Orders has called the run off and logistics hands out no more. */
  async function calledOff(run: Run): Promise<Run> {
    if (!run.orders.calledOff || run.goods.calledOff) return run;
    try {
      return { ...run, goods: await logistics.callOff(community, runId) };
    } catch (error) {
      note(`取消未成：${refusalIn(error).message}`);
      return run;
    }
  }

  function takeOver({ orders: { allocation } }: Run): Promise<GoodsState> {
    return logistics.takeOverAllocation(community, runId, allocation.version);
  }
};

const isDividing = ({ orders: { stage } }: Run): boolean => stage === 'purchasing' || stage === 'distributing' || stage === 'settling';

const untoldPurchases = (run: Run): readonly string[] => (isDividing(run) ? (run.orders.unreceived ?? []) : []);

/** Bought, or moved although nobody reported the purchase; and not yet divided as things now stand. */
const isDue = (run: Run): boolean =>
  isDividing(run) &&
  (run.orders.bought || run.goods.change > 0) &&
  (run.goods.change !== run.orders.allocation.basis || run.orders.placesChanged === true || isOvertaken(run.orders.allocation, run.goods));

/** Goods have come while a version still waits for its approval: whoever hands them over does not wait for it. */
const isOvertaken = ({ version, effective }: Run['orders']['allocation'], { done }: GoodsState): boolean =>
  version > 0 && !effective && done.some((key) => key.startsWith(logisticsSteps.confirmHandoff.step));

const isAhead = ({ orders: { allocation }, goods }: Run): boolean => allocation.effective && allocation.version > goods.allocationVersion;
