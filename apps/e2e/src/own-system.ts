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
}

/** A whole system of one test's own, whose parts may be stopped. It ends with its standard input. */
export class OwnSystem {
  private readonly said: Said[] = [];

  private constructor(private readonly child: ChildProcess) {
    if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => void this.said.push(JSON.parse(line) as Said));
  }

  static async start(): Promise<OwnSystem> {
    const env = { ...process.env, NODE_OPTIONS: '', DATABASE_URL: undefined, TEMPORAL_ADDRESS: undefined };
    const system = new OwnSystem(spawn(process.execPath, ['tools/system-main.ts'], { stdio: ['pipe', 'pipe', 'inherit'], env }));
    await system.heard(0, ({ ready }) => ready === true);
    return system;
  }

  get gatewayUrl(): string {
    return this.said.find(({ ready }) => ready)?.gatewayUrl ?? '';
  }
  get adminUrl(): string {
    return this.said.find(({ ready }) => ready)?.adminUrl ?? '';
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
