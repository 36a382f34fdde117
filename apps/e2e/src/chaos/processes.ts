import { setTimeout } from 'node:timers/promises';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import type { GoodDay } from '../good-day.js';

/** As the server counts them: longer than a number. */
type EventId = NonNullable<Parameters<Client['workflowService']['resetWorkflowExecution']>[0]['workflowTaskFinishEventId']>;

/** The run, its purchases and its trips, as far as there are any. */
export async function processesOf(day: GoodDay): Promise<string[]> {
  const [run, goods] = [await day.show(), await day.goods()];
  return [`supply-run:${day.runId}`, ...run.purchases.map(({ id }) => `purchase:${id}`), ...goods.trips.map(({ id }) => `trip:${id}`)];
}

/** Ends them as an operator may, who does not know what he does. */
export async function terminate(client: Client, day: GoodDay): Promise<void> {
  for (const id of await processesOf(day)) {
    await client.workflow
      .getHandle(id)
      .terminate('chaos')
      .catch((error: unknown) => {
        if (!(error instanceof WorkflowNotFoundError)) throw error; // not started yet, or over
      });
  }
}

/** The ids of the events to which a process can be reset: each workflow task that was completed. */
export async function resetPoints(client: Client, workflowId: string): Promise<{ runId: string; points: EventId[] }> {
  const handle = client.workflow.getHandle(workflowId);
  const [{ runId }, { events }] = [await handle.describe(), await handle.fetchHistory()];
  const done = (events ?? []).filter(({ workflowTaskCompletedEventAttributes: task }) => task !== null && task !== undefined);
  return { runId, points: done.flatMap(({ eventId }) => eventId ?? []) };
}

/** Goes back to there and forward again, until it is over; answers with how it ended. */
export async function resetTo(client: Client, workflowId: string, runId: string, eventId: EventId): Promise<string> {
  await client.workflowService.resetWorkflowExecution({
    ...{ namespace: client.options.namespace, workflowExecution: { workflowId, runId }, reason: 'chaos', requestId: randomUUID() },
    workflowTaskFinishEventId: eventId,
  });
  const until = Date.now() + 60_000;
  for (;;) {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    if (status.name !== 'RUNNING' || Date.now() > until) return status.name;
    await setTimeout(50);
  }
}
