import { setTimeout } from 'node:timers/promises';
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { GoodDay } from './good-day.js';

const waitingFor = defineSearchAttributeKey('WaitingFor', 'KEYWORD_LIST');

/** What a process cost in Temporal. */
export interface HistorySize {
  readonly workflowId: string;
  readonly events: number;
  readonly bytes: number;
  readonly activities: number;
  readonly timers: number;
  readonly updates: number;
  readonly signals: number;
}

/** Reads histories as Temporal keeps them, encoded. */
export class Histories {
  private constructor(
    private readonly connection: Connection,
    private readonly client: Client,
  ) {}

  static async open(
    address = process.env['TEST_TEMPORAL_ADDRESS'] ?? '',
    namespace = process.env['TEST_TEMPORAL_NAMESPACE'] ?? 'jielong',
  ): Promise<Histories> {
    const connection = await Connection.connect({ address });
    return new Histories(connection, new Client({ connection, namespace }));
  }

  close = (): Promise<void> => this.connection.close();

  /** The run, its purchases and its trips, once all of them are over. */
  async processesOf(day: GoodDay): Promise<string[]> {
    const ids = await day.processes();
    for (const id of ids) await this.over(id);
    return ids;
  }

  /** Waits until a process has ended. */
  async over(id: string): Promise<void> {
    while ((await this.client.workflow.getHandle(id).describe()).status.name === 'RUNNING') await setTimeout(100);
  }

  /** Waits until a process asks for a step, its timer running: whoever reports sooner saves it events, and sizes could not be compared. */
  async asks(id: string, step: string, patienceMs = 60_000): Promise<void> {
    const end = Date.now() + patienceMs;
    for (let asked = await this.waitingFor(id); !asked.includes(step); asked = await this.waitingFor(id)) {
      if (Date.now() > end)
        throw new Error(`${id} has not asked for ${step} in ${patienceMs} ms, but for: ${asked.join(', ') || 'nothing'}`);
      await setTimeout(20);
    }
  }

  /** What a process asks for now; nothing where it is yet to begin. */
  private async waitingFor(id: string): Promise<readonly string[]> {
    try {
      return (await this.client.workflow.getHandle(id).describe()).typedSearchAttributes.get(waitingFor) ?? [];
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return [];
      throw error;
    }
  }

  async sizeOf(workflowId: string): Promise<HistorySize> {
    const handle = this.client.workflow.getHandle(workflowId);
    const [{ historyLength, historySize = 0 }, { events }] = [await handle.describe(), await handle.fetchHistory()];
    const count = (attributes: string) =>
      (events ?? []).filter((event) => attributes in event && Reflect.get(event, attributes) !== null).length;
    return {
      workflowId,
      events: historyLength,
      bytes: historySize,
      activities: count('activityTaskScheduledEventAttributes'),
      timers: count('timerStartedEventAttributes'),
      updates: count('workflowExecutionUpdateAcceptedEventAttributes'),
      signals: count('workflowExecutionSignaledEventAttributes'),
    };
  }

  /** As `Worker.runReplayHistories` takes it. */
  async json(workflowId: string): Promise<string> {
    return historyToJSON(await this.client.workflow.getHandle(workflowId).fetchHistory());
  }
}
