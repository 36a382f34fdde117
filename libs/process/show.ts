import { beijingTime } from '@jielong/kernel';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { Waiting } from './business.js';

const stageKey = { name: 'Stage', type: 'KEYWORD' } as const;
const waitingForKey = { name: 'WaitingFor', type: 'KEYWORD_LIST' } as const;
const overdueKey = { name: 'Overdue', type: 'BOOL' } as const;

export interface Page {
  /** Search attribute `Stage`. */
  readonly stage: string;
  /** Markdown lines of the business: stage, counts, links. Nothing personal. */
  readonly lines: readonly string[];
}

/** What an operator reads of the steps that a process waits for. `wordOf` says who is asked for what; codes only. */
export const waitingLines = <Step extends string>(waiting: readonly Waiting<Step>[], wordOf: (step: Step) => string): string[] =>
  waiting.map(
    ({ step, at, since, dueAt, overdue }) =>
      `**等待** ${wordOf(step)}${at ? ` · \`${at}\`` : ''}（更新或信号 \`${step}\`），自 ${beijingTime(new Date(since))}，截止 ${beijingTime(new Date(dueAt))}${overdue ? ' ⚠️ 已逾期' : ''}`,
  );

/** Shows a process in Temporal's UI: details cost nothing; search attributes cost an event, so only when they change. */
export function showing<Step extends string>(
  wordOf: (step: Step) => string,
): (page: Page, waiting: readonly Waiting<Step>[], notes: readonly string[]) => void {
  let shown = '';
  return ({ stage, lines }, waiting, notes) => {
    setCurrentDetails([...lines, ...waitingLines(waiting, wordOf), ...notes.slice(-5).map((note) => `> ⚠️ ${note}`)].join('\n\n'));
    const waitingFor = [...new Set(waiting.map(({ step }) => step))];
    const overdue = waiting.some((step) => step.overdue);
    if (shown === (shown = JSON.stringify([stage, waitingFor, overdue]))) return;
    upsertSearchAttributes([
      { key: stageKey, value: stage },
      { key: waitingForKey, value: waitingFor },
      { key: overdueKey, value: overdue },
    ]);
  };
}
