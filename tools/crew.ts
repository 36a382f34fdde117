import type { Part } from './parts.ts';
import { Trouble } from './say.ts';

/** What runs for one system, by name; says when a part ends that nobody has asked to. */
export class Crew {
  readonly #parts = new Map<string, Part>();
  readonly #onLoss: (part: Part, how: string) => void;
  #over = false;

  constructor(onLoss: (part: Part, how: string) => void) {
    this.#onLoss = onLoss;
  }

  /** Takes a part on; one that arrives when all is over is stopped again. */
  async add(part: Part): Promise<void> {
    this.#parts.set(part.name, part);
    void part.ended.then((how) => {
      if (part.isStopping()) return;
      this.#parts.delete(part.name);
      this.#onLoss(part, how);
    });
    if (!this.#over) return;
    await part.stop();
    throw new Trouble('Stopped while it started.');
  }

  stop = (...names: readonly string[]): Promise<void> => this.#end(names, (part) => part.stop());

  /** As a power cut would. */
  kill = (...names: readonly string[]): Promise<void> => this.#end(names, (part) => part.kill());

  /** No part is taken on from now. */
  close(): void {
    this.#over = true;
  }

  async #end(names: readonly string[], how: (part: Part) => Promise<void>): Promise<void> {
    const parts = names.flatMap((name) => this.#parts.get(name) ?? []);
    for (const { name } of parts) this.#parts.delete(name);
    await Promise.all(parts.map(how));
  }
}
