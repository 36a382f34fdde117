import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { NativeConnection, WorkerOptions } from '@temporalio/worker';
import { writeLog } from './runtime-log.js';

export type WorkerState = 'connecting' | 'running' | 'stopped';
interface Where {
  readonly address: string;
  /** Options of the worker, but for its connection. */
  readonly options: Omit<WorkerOptions, 'connection'>;
}

/** A worker that connects in the background, for as long as it takes, and ends its process when it dies: nothing else would notice. */
export class SupervisedWorker {
  private readonly logger = new Logger(SupervisedWorker.name);
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  state: WorkerState = 'connecting';

  constructor(
    private readonly where: Where,
    private readonly die: () => void = endProcess,
  ) {}

  /** Does not wait: the service answers its health check while Temporal is still starting. */
  start(): void {
    this.running = this.work().catch((error: unknown) => this.fail(error));
  }

  /** Takes nothing new, finishes what is in hand, at most as long as the worker's grace time. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    this.state = 'stopped';
  }

  private async work(): Promise<void> {
    const stop = once(this.stopping.signal, 'abort');
    const sdk = await import('@temporalio/worker'); // loads webpack: only where workers run
    prepareRuntime(sdk);
    const connection = await this.connect(sdk.NativeConnection);
    try {
      const worker = await sdk.Worker.create({ shutdownGraceTime: '3 seconds', ...this.where.options, connection });
      this.state = 'running';
      await worker.runUntil(stop);
    } finally {
      await connection.close();
    }
  }

  private async connect(connection: typeof NativeConnection): Promise<NativeConnection> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await connection.connect({ address: this.where.address });
      } catch {
        if (tries % 30 === 0) this.logger.warn(`Temporal at ${this.where.address} is not reachable yet`);
        await setTimeout(1_000, undefined, { signal: this.stopping.signal });
      }
    }
  }

  private fail(error: unknown): void {
    this.state = 'stopped';
    if (this.stopping.signal.aborted) return;
    this.logger.error({ err: error }, 'the worker stopped');
    this.die();
  }
}

/** The supervisor starts another; Nest's own shutdown runs first. */
function endProcess(): void {
  process.exitCode = 1;
  process.kill(process.pid, 'SIGTERM');
}

let installed = false;
/** Signals are ours to handle, in order, and logs ours to write. Once in a process; a test that has installed its own keeps it. */
function prepareRuntime({ Runtime, DefaultLogger }: typeof import('@temporalio/worker')): void {
  if (installed) return;
  installed = true;
  try {
    Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('WARN', writeLog) });
  } catch {
    // Installed already, by whoever runs this process.
  }
}
