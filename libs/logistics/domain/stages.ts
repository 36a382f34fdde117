import type { PointState } from '@jielong/logistics-contract';

export type TripStage = 'planned' | 'loading' | 'under-way' | 'done';
export type StopState = 'expected' | 'arrived' | 'handed-over' | 'passed-by';

/** Where each may go from where it stands: what a late report or a correction says never moves it back. */
export const transitions = {
  trip: { planned: ['loading', 'under-way', 'done'], loading: ['under-way', 'done'], 'under-way': ['done'], done: [] },
  stop: {
    expected: ['arrived', 'handed-over', 'passed-by'],
    arrived: ['handed-over', 'passed-by'],
    'handed-over': [],
    'passed-by': ['handed-over'],
  },
  point: { waiting: ['open', 'closed', 'cleared'], open: ['closed', 'cleared'], closed: ['cleared'], cleared: [] },
} as const satisfies {
  trip: Record<TripStage, readonly TripStage[]>;
  stop: Record<StopState, readonly StopState[]>;
  point: Record<PointState, readonly PointState[]>;
};

/** The state after what has been said, or where it stands already. */
export const moved = <State extends string>(table: Readonly<Record<State, readonly State[]>>, from: State, to: State): State =>
  table[from].includes(to) ? to : from;
