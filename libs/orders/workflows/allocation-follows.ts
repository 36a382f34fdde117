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
  /** `isStale`: goods have changed since they were read into `run`. */
  return async function followed(run: Run, isStale = false): Promise<Run> {
    const now = await divided(await calledOff(await received(run)), isStale);
    if (untoldPurchases(run).length || !untoldPurchases(now).length) return handedOut(now);
    return handedOut(await divided(await received(now))); // orders has said so only now
  };

  /** Orders divides what there is, whatever we know of it; and whatever logistics answers to that, says how the goods stand now. */
  async function divided(run: Run, isStale = false): Promise<Run> {
    let again = isStale && isDividing(run);
    let now = isStale && !again ? await withGoods(run) : run;
    for (let attempt = 0; attempt < attempts && (again || isDue(now) || isAhead(now)); attempt += 1) {
      const isUnread = isStale && attempt === 0;
      try {
        if (again || isDue(now)) now = { ...now, orders: await orders.allocate(community, runId) };
        again = false;
        if (isAhead(now)) now = { ...now, goods: await takeOver(now) };
        else if (isUnread) now = await withGoods(now);
      } catch (error) {
        note(`分配未成：${refusalIn(error).message}`);
        again = true; // somebody has picked up meanwhile, or the goods are others: orders divides again over what is there now
        now = await withGoods(now);
      }
    }
    return now;
  }

  async function withGoods(run: Run): Promise<Run> {
    return { ...run, goods: await logistics.readGoods(community, runId) };
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
    let counted: GoodsState | null = null;
    for (const purchase of untold)
      counted = await logistics.receivePurchase(community, purchase, runId).catch((error: unknown) => {
        note(refusalIn(error).message);
        return null;
      });
    if (counted) return { ...run, goods: counted };
    return untold.length ? withGoods(run) : run;
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

/** Bought, or moved although nobody reported the purchase; and not yet divided as things now stand. Orders may know newer goods than we do. */
const isDue = (run: Run): boolean =>
  isDividing(run) &&
  (run.orders.bought || run.goods.change > 0) &&
  (run.goods.change > run.orders.allocation.basis || run.orders.placesChanged === true || isOvertaken(run.orders.allocation, run.goods));

/** Goods have come while a version still waits for its approval: whoever hands them over does not wait for it. */
const isOvertaken = ({ version, effective }: Run['orders']['allocation'], { done }: GoodsState): boolean =>
  version > 0 && !effective && done.some((key) => key.startsWith(logisticsSteps.confirmHandoff.step));

const isAhead = ({ orders: { allocation }, goods }: Run): boolean => allocation.effective && allocation.version > goods.allocationVersion;
