import { CancellationScope, condition } from '@temporalio/workflow';

type Settled<T> = { value: T } | { error: unknown };

/** Does what handlers noted, one thing after another, whatever the workflow waits for and even while it is cancelled. */
export class Pump {
  private readonly todo: (() => Promise<void>)[] = [];

  constructor() {
    void CancellationScope.nonCancellable(() => this.run());
  }

  isIdle = (): boolean => this.todo.length === 0;

  push(job: () => Promise<void>): void {
    this.todo.push(job);
  }

  /** An older answer must not overwrite a newer one, so whatever answers with the state waits for its turn. */
  async inTurn<T>(job: () => Promise<T>): Promise<T> {
    const turn: { over?: Settled<T> } = {};
    this.push(async () => void (turn.over = await settled(job)));
    await condition(() => turn.over !== undefined);
    if (turn.over && 'value' in turn.over) return turn.over.value;
    throw turn.over?.error;
  }

  private async run(): Promise<never> {
    for (;;) {
      await condition(() => this.todo.length > 0);
      await this.todo[0]?.();
      this.todo.shift();
    }
  }
}

const settled = <T>(job: () => Promise<T>): Promise<Settled<T>> =>
  job().then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
