import { condition, patched } from '@temporalio/workflow';

/**
 * Places that open while others are waited for: they are asked at beside those, and not only after them. It waits on the side, so that a process in
 * which none comes does what it did before, in the same order.
 */
export class Latecomers {
  private readonly asked = new Set<string>();
  private readonly asking: Promise<void>[] = [];
  private isWatching = false;

  constructor(
    private readonly open: () => readonly string[],
    private readonly ask: (places: readonly string[]) => Promise<unknown>,
  ) {}

  /** These are asked at by the process itself; whichever opens from now on is asked at here, until it is `over` at each. Gives them back. */
  besides(places: readonly string[]): readonly string[] {
    places.forEach((place) => this.asked.add(place));
    if (!this.isWatching) void this.watch();
    return places;
  }

  /** Should they open again, they are asked at again. */
  over(places: readonly string[]): void {
    places.forEach((place) => this.asked.delete(place));
  }

  /** To be looked at before `all`: also waiting for nobody would change in which order a process goes on. */
  get isAny(): boolean {
    return this.asking.length > 0;
  }

  async all(): Promise<void> {
    while (this.asking.length) await Promise.all(this.asking.splice(0));
  }

  private async watch(): Promise<void> {
    this.isWatching = true;
    await condition(() => this.asked.size === 0 || this.added().length > 0);
    this.isWatching = false;
    if (this.asked.size === 0 || !patched('places-asked-as-they-open')) return;
    const places = this.besides(this.added());
    const asking = this.ask(places).then(() => this.over(places));
    asking.catch(() => undefined); // `all` says it
    this.asking.push(asking);
  }

  private added = (): readonly string[] => this.open().filter((place) => !this.asked.has(place));
}
