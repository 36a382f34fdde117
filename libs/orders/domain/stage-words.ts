import type { RunStage } from '@jielong/orders-contract';

/** What people see of a run: 接龙 → 采购 → 运输 → 交接 → 取货. */
export type WordState = 'done' | 'now' | 'next' | 'off';
export interface StageWord {
  readonly word: string;
  readonly state: WordState;
}

const words = ['接龙', '采购', '运输', '交接', '取货'] as const;
/** How many words are done, and how many are under way; a run that is called off has none. */
const progress: Readonly<Record<RunStage, readonly [done: number, now: number] | undefined>> = {
  ordering: [0, 1],
  confirming: [0, 1],
  purchasing: [1, 1],
  distributing: [2, 3],
  settling: [5, 0],
  closed: [5, 0],
  voided: undefined,
  cancelled: undefined,
};

/** The five words, each with where it stands at this stage of the run. */
export function stageWords(stage: RunStage): StageWord[] {
  const at = progress[stage];
  if (!at) return words.map((word) => ({ word, state: 'off' }));
  const [done, now] = at;
  return words.map((word, i) => ({ word, state: i < done ? 'done' : i < done + now ? 'now' : 'next' }));
}
