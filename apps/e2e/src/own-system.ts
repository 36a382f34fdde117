import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

/** What `tools/system-main.ts` says, a line a thing. */
interface Said {
  readonly ready?: boolean;
  readonly done?: string;
  readonly failed?: string;
  readonly gatewayUrl?: string;
  readonly adminUrl?: string;
  readonly temporalAddress?: string;
  readonly dataDir?: string;
  /** A part that ended by itself, and one that was started again for it. */
  readonly lost?: string;
  readonly revived?: string;
}
export interface SystemWish {
  /** PostgreSQL writes through before it says that it has. */
  readonly durable?: boolean;
  /** Whatever ends by itself is started again. */
  readonly supervised?: boolean;
  /** For its services. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A whole system of one test's own, whose parts may be stopped. It ends with its standard input. */
export class OwnSystem {
  private readonly said: Said[] = [];

  private constructor(private readonly child: ChildProcess) {
    if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => void this.said.push(JSON.parse(line) as Said));
  }

  static async start(wish: SystemWish = {}): Promise<OwnSystem> {
    const env = { ...process.env, NODE_OPTIONS: '', DATABASE_URL: undefined, TEMPORAL_ADDRESS: undefined, ...wish.env };
    const args = ['tools/system-main.ts', ...(wish.durable ? ['--durable'] : []), ...(wish.supervised ? ['--supervised'] : [])];
    const system = new OwnSystem(spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], env }));
    await system.heard(0, ({ ready }) => ready === true);
    return system;
  }

  get gatewayUrl(): string {
    return this.said.find(({ ready }) => ready)?.gatewayUrl ?? '';
  }
  get adminUrl(): string {
    return this.said.find(({ ready }) => ready)?.adminUrl ?? '';
  }

  get temporalAddress(): string {
    return this.said.find(({ ready }) => ready)?.temporalAddress ?? '';
  }
  /** Where its data, logs and Temporal's store are. */
  get dataDir(): string {
    return this.said.find(({ ready }) => ready)?.dataDir ?? '';
  }
  /** How often each part has ended by itself. */
  get losses(): Readonly<Record<string, number>> {
    const counted: Record<string, number> = {};
    for (const { lost } of this.said) if (lost !== undefined) counted[lost] = (counted[lost] ?? 0) + 1;
    return counted;
  }

  /** `stop temporal`, `start temporal`, `kill orders`. */
  async order(command: string): Promise<void> {
    const from = this.said.length;
    this.child.stdin?.write(`${command}\n`);
    await this.heard(from, ({ done }) => done === command);
  }

  async stop(): Promise<void> {
    const over = once(this.child, 'exit');
    this.child.stdin?.end();
    await over;
  }

  private async heard(from: number, is: (said: Said) => boolean): Promise<void> {
    while (!this.said.slice(from).some(is)) {
      const failed = this.said.slice(from).find((said) => said.failed !== undefined);
      if (failed || this.child.exitCode !== null)
        throw new Error(`the system failed: ${JSON.stringify(failed)} ${String(this.child.exitCode)}`);
      await setTimeout(50);
    }
  }
}
