import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { GoodDay } from './good-day.js';

const waitingFor = defineSearchAttributeKey('WaitingFor', 'KEYWORD_LIST');

const owners = { 'supply-run': 'orders', purchase: 'orders', trip: 'logistics' } as const;
type Kind = keyof typeof owners;

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

  /** Events of a process once it does nothing but wait for somebody. */
  async eventsAtRest(workflowId: string): Promise<number> {
    for (;;) {
      const { raw, historyLength } = await this.client.workflow.getHandle(workflowId).describe();
      if (!raw.pendingWorkflowTask && !raw.pendingActivities?.length) return historyLength;
      await setTimeout(20);
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

  /** Saves what a day's processes did, to be replayed by every later version: where `JIELONG_RECORD_HISTORIES=1` asks for it. */
  async record(day: GoodDay, name: string, kinds: readonly Kind[] = ['supply-run']): Promise<void> {
    if (process.env['JIELONG_RECORD_HISTORIES'] !== '1') return;
    for (const kind of kinds) {
      const ids = (await this.processesOf(day)).filter((id) => id.startsWith(kind));
      for (const [nth, id] of ids.entries()) {
        const path = `libs/${owners[kind]}/workflows/histories/${name}.${kind}${nth ? `-${nth + 1}` : ''}.json`;
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, `${await this.json(id)}\n`);
      }
    }
  }

  /** The same of one process that is no run's: `service` owns its workflow. */
  async recordProcess(workflowId: string, service: string, file: string): Promise<void> {
    if (process.env['JIELONG_RECORD_HISTORIES'] !== '1') return;
    await this.over(workflowId);
    await writeFile(`libs/${service}/workflows/histories/${file}.json`, `${await this.json(workflowId)}\n`);
  }

  /** Lets a schedule do now what it does at its time; gives the process that it starts. */
  async trigger(scheduleId: string): Promise<string> {
    const schedule = this.client.schedule.getHandle(scheduleId);
    const before = (await schedule.describe()).info.numActionsTaken;
    await schedule.trigger();
    for (;;) {
      const { recentActions, numActionsTaken } = (await schedule.describe()).info;
      const started = recentActions.at(-1)?.action.workflow.workflowId;
      if (numActionsTaken > before && started !== undefined) return started;
      await setTimeout(50);
    }
  }

  /** As `Worker.runReplayHistories` takes it. */
  private async json(workflowId: string): Promise<string> {
    const history = historyToJSON(await this.client.workflow.getHandle(workflowId).fetchHistory());
    return JSON.stringify(JSON.parse(history));
  }
}
