import type { Receipt, Sent, Subject } from '@jielong/kernel';
import {
  ActivityFailure,
  ApplicationFailure,
  condition,
  defineSignal,
  defineUpdate,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';

export interface LoadingActivities {
  applyLoading(subject: Subject, report: Sent): Promise<Receipt>;
  followLoading(subject: Subject, news: unknown): Promise<void>;
  noteSignal(subject: Subject, payload: unknown): Promise<void>;
}
interface Noted {
  readonly report: Sent;
  outcome?: { receipt: Receipt } | { refusal: ApplicationFailure };
}

/** The smallest process with one human step: handlers note, a loop writes. */
export async function tripWorkflow(subject: Subject): Promise<void> {
  const { applyLoading, followLoading, noteSignal } = proxyActivities<LoadingActivities>({
    taskQueue: `${workflowInfo().taskQueue}-scratch`,
    startToCloseTimeout: '10 seconds',
    retry: { initialInterval: '1 second', backoffCoefficient: 1 },
  });
  const [noted, signals]: [Noted[], unknown[]] = [[], []];
  const state = { isOver: false };
  setHandler(defineSignal<[unknown]>('confirmLoading'), (payload) => void signals.push(payload));
  setHandler(defineUpdate<null, [unknown]>('follow'), async (news) => {
    await followLoading(subject, news);
    return null;
  });
  setHandler(defineSignal<[unknown]>('look'), (service) => followLoading(subject, { service }));
  setHandler(defineSignal('end'), () => void (state.isOver = true));
  setHandler(defineUpdate<Receipt, [Sent]>('confirmLoading'), async (report) => {
    const entry: Noted = { report };
    noted.push(entry);
    await condition(() => entry.outcome !== undefined);
    return answerOf(entry);
  });
  while (!state.isOver) {
    await condition(() => state.isOver || noted.length + signals.length > 0);
    for (const entry of noted.splice(0)) entry.outcome = await settled(applyLoading(subject, entry.report));
    for (const payload of signals.splice(0)) await noteSignal(subject, payload);
  }
}

function answerOf({ outcome }: Noted): Receipt {
  if (outcome && 'receipt' in outcome) return outcome.receipt;
  throw outcome?.refusal ?? new Error('nothing is written yet');
}

const settled = (writing: Promise<Receipt>): Promise<NonNullable<Noted['outcome']>> =>
  writing.then(
    (receipt) => ({ receipt }),
    (error: unknown) => {
      if (error instanceof ActivityFailure && error.cause instanceof ApplicationFailure) return { refusal: error.cause };
      throw error;
    },
  );
