import { expect, test } from '@jest/globals';
import type { ActivityInput } from '@temporalio/workflow';
import { contextHeader, contextIn, withContext } from './context-header.js';
import { interceptors } from './workflow-interceptors.js';

const under = (correlationId: string) => withContext({ other: {} }, { correlationId, actor: 'D001', channel: 'api' });

test('an activity with a report runs under the report’s header, any other under the start’s; strangers’ headers stay behind', async () => {
  const { inbound: [inbound] = [], outbound: [outbound] = [] } = interceptors();
  const scheduled = (...args: unknown[]) => {
    const input: ActivityInput = { activityType: 'apply', args, headers: {}, options: {}, seq: 1 };
    return outbound?.scheduleActivity?.(input, async ({ headers }) => headers) as Promise<Record<string, object>>;
  };
  await inbound?.execute?.({ args: [{}], headers: under('cor-start') }, async () => undefined);
  await inbound?.handleUpdate?.(
    { updateId: 'u', name: 'lock', args: [{ reportId: 'r1' }], headers: under('cor-r1') },
    async () => undefined,
  );
  await inbound?.handleSignal?.({ signalName: 'lock', args: [{ undecodable: 'x' }], headers: {} }, async () => undefined);
  expect(contextIn(await scheduled({ community: 'c' }, { reportId: 'r1' }))).toMatchObject({ correlationId: 'cor-r1', actor: 'D001' });
  expect(contextIn(await scheduled('c', 'run'))).toMatchObject({ correlationId: 'cor-start' });
  expect(Object.keys(await scheduled('c'))).toEqual([contextHeader]);
});
