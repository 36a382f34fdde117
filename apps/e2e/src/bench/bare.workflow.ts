import { condition, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow';

const { nothing } = proxyActivities<{ nothing(): Promise<void> }>({ startToCloseTimeout: '10 seconds' });
export const bareStep = defineUpdate<number>('bareStep');

/** What a step costs at least: an update that waits for one activity, which does nothing. */
export async function bareUpdates(steps: number): Promise<void> {
  let done = 0;
  setHandler(bareStep, async () => {
    await nothing();
    return (done += 1);
  });
  await condition(() => done === steps);
}

/** What so many events cost at least: six for each activity. */
export async function bareActivities(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await nothing();
}
