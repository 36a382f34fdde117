import { DomainError } from '@jielong/kernel';
import type { RunStage } from '@jielong/orders-contract';
import { isOver } from './supply-run.js';

/** From some moment on, whoever would collect at `from` collects at `to`: all of them, or those of one building. */
export interface PickupMove {
  /** null: everybody. */
  readonly building: string | null;
  readonly from: string;
  readonly to: string;
}

/** Where somebody of a building collects who would do so at `usual`, after all moves in their order. */
export const pointAfter = (moves: readonly PickupMove[], building: string, usual: string): string =>
  moves.reduce((point, move) => (move.from === point && (move.building ?? building) === building ? move.to : point), usual);

/** Points between which goods are carried, because their orders have moved: each point is in one group. */
export function carriedBetween(points: readonly string[], moves: readonly PickupMove[]): string[][] {
  let groups = points.map((point) => [point]);
  for (const { from, to } of moves) {
    const joined = groups.filter((group) => group.includes(from) || group.includes(to));
    groups = [...groups.filter((group) => !joined.includes(group)), joined.flat()];
  }
  return groups.filter((group) => group.length > 0);
}

/** Refuses to move anybody once pickup is over. */
export function checkMovable(stage: RunStage, calledOff: boolean): void {
  if (calledOff || stage === 'settling' || isOver(stage)) throw pickupOver(stage);
}

const pickupOver = (stage: RunStage) =>
  new DomainError(
    'conflict',
    'pickup-over',
    {
      zh: '取货已经结束或批次已作废、取消，不能再换自提点或改为楼下投放。',
      en: 'Pickup is over, or the run is void or called off: nobody can be moved to another point, or be brought a drop, any more.',
    },
    { stage },
  );
export const movesNowhere = (point: string) =>
  new DomainError(
    'invalid',
    'moves-nowhere',
    { zh: '原来的自提点就是新的自提点，请核对 to。', en: 'They collect there already: check `to`.' },
    { point },
  );
export const unknownBuildings = (unknown: readonly string[], known: readonly string[]) =>
  new DomainError(
    'invalid',
    'no-such-building',
    {
      zh: `小区没有 ${unknown.join('、')}。楼栋有：${known.join('、')}。`,
      en: `The compound has no building ${unknown.join(', ')}. It has ${known.join(', ')}.`,
    },
    { unknown },
  );
