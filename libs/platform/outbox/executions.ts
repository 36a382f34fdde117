import { Injectable } from '@nestjs/common';
import { WorkflowNotFoundError } from '@temporalio/client';
import { TemporalClient } from '../temporal/temporal-client.js';

/** What Temporal knows of processes. */
@Injectable()
export class Executions {
  constructor(private readonly client: TemporalClient) {}

  /** Those of these processes that do not run: never started, terminated, failed, or forgotten. Rejects while Temporal is away. */
  async missing(processIds: readonly string[]): Promise<string[]> {
    const running = await this.listed(processIds);
    const missing: string[] = [];
    for (const processId of processIds) if (!running.has(processId) && !(await this.runs(processId))) missing.push(processId);
    return missing;
  }

  /** The list lags behind by a moment: what it does not name is asked for one by one. */
  private async listed(processIds: readonly string[]): Promise<Set<string>> {
    const running = new Set<string>();
    if (!processIds.length) return running;
    const named = processIds.map((id) => `'${id.replaceAll("'", "''")}'`).join(', ');
    const query = `ExecutionStatus = 'Running' AND WorkflowId IN (${named})`;
    await this.client.patiently(async () => {
      for await (const { workflowId } of this.client.workflow.list({ query })) running.add(workflowId);
    });
    return running;
  }

  private async runs(processId: string): Promise<boolean> {
    try {
      const { status } = await this.client.patiently(() => this.client.workflow.getHandle(processId).describe());
      return status.name === 'RUNNING';
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }
}
