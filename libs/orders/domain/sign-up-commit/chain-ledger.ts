import { differenceOf, type Items, leftOf, type OpenBundle } from '../demand.js';
import type { Increment } from '../increments.js';
import type { Line } from '../sign-up/types.js';
import { type Folded, folded, nothing, type Said } from './fold.js';
import type { CommitInput, CommitReason, KnownEntry } from './types.js';

/** What counts of a chain while a commit takes its new entries one by one, and what that does to the orders and to what is left. */
export class ChainLedger {
  private readonly settled = new Map<string, Said[]>();
  private readonly taken = new Map<string, Said[]>();
  private readonly takenEntries = new Set<string>();
  /** By household: entries that count and are not in the text as they were. Its state stays until a newer entry is taken for it. */
  private readonly frozen = new Map<string, KnownEntry[]>();
  private readonly positions: ReadonlyMap<string, number>;
  private readonly known: ReadonlyMap<string, KnownEntry>;
  /** By household: the decision of the newest entry taken for it. */
  private readonly replaced = new Set<string>();
  private readonly demand = new Map<string, Items>();
  private readonly sums: Record<string, number> = {};

  constructor(
    private readonly input: CommitInput,
    settled: ReadonlySet<string>,
  ) {
    this.positions = new Map(input.lines.map(({ fingerprint }, i) => [fingerprint, i]));
    this.known = new Map(input.known.map((entry) => [entry.fingerprint, entry]));
    for (const line of input.lines) if (settled.has(line.fingerprint)) this.note(this.settled, line);
    for (const entry of input.known.filter((it) => !settled.has(it.fingerprint))) this.freeze(entry);
    for (const household of this.households()) this.reckon(household);
  }

  households(): string[] {
    return [...new Set([...this.input.chain.keys(), ...this.settled.keys(), ...this.taken.keys()])];
  }

  hasTaken = (household: string): boolean => this.taken.has(household);

  /** What the chain stands for in a household's order. */
  stateOf(household: string): Folded {
    const frozen = this.taken.has(household) ? [] : (this.frozen.get(household) ?? []);
    const waiting = frozen.filter(({ fingerprint }) => !this.takenEntries.has(fingerprint));
    if (waiting.length < frozen.length) return this.withoutTaken(household, waiting);
    if (waiting.length > 0) return this.asBefore(household);
    return folded(this.saidOf(household)) ?? this.asBefore(household);
  }

  /** What the household's order is to hold, whatever other ways have made of it. */
  orderOf(household: string): Items {
    const before = this.input.chain.get(household)?.items ?? {};
    const [now, standing] = [this.stateOf(household).items, this.standingOf(household)];
    if (this.replaced.has(household) || same(before, standing)) return now;
    const difference = differenceOf(before, now);
    const codes = new Set([...Object.keys(standing), ...Object.keys(difference)]);
    const pairs = [...codes].map((code) => [code, Math.max(0, (standing[code] ?? 0) + (difference[code] ?? 0))] as const);
    return Object.fromEntries(pairs.filter(([, portions]) => portions > 0));
  }

  /** By bundle: what the entries taken now have brought. What comes by no entry comes now. */
  comingOf(household: string): Readonly<Record<string, readonly Increment[]>> {
    const taken = new Set((this.taken.get(household) ?? []).map(({ fingerprint }) => fingerprint));
    const { coming } = this.stateOf(household);
    const brought = (bundle: string) => (coming[bundle] ?? []).filter(({ fingerprint }) => taken.has(fingerprint));
    const bundles = new Set([...Object.keys(coming), ...Object.keys(this.orderOf(household))]);
    return Object.fromEntries(
      [...bundles].map((bundle) => [bundle, [...brought(bundle).map(increment), { portions: 1, seenAt: this.input.now }]]),
    );
  }

  firstSeenAt = (fingerprint: string): string => this.known.get(fingerprint)?.firstSeenAt ?? this.input.now;

  /** Takes a new entry, whole; or says why it has to be asked back, and leaves everything as it was. */
  take(line: Line): CommitReason | undefined {
    const households = [...new Set(line.orders.map(({ householdId }) => householdId))];
    const decision = this.input.decisions.get(line.fingerprint);
    if (decision === undefined && households.some((household) => this.isElsewhere(household))) return 'possible_duplicate';
    const undo = this.noted(line, decision === 'replace' ? households : []);
    const refusal = this.refusalOf(households, this.released(line));
    if (refusal) undo();
    return refusal;
  }

  private refusalOf(households: readonly string[], released: readonly string[]): CommitReason | undefined {
    if (households.some((household) => folded(this.saidOf(household)) === undefined)) return 'nothing_to_change';
    const before = { ...this.sums };
    for (const household of [...released, ...households]) this.reckon(household);
    if (households.some((household) => this.isOverLimit(household))) return 'over_limit';
    return this.input.bundles.some((bundle) => this.isOver(bundle, before)) ? 'sold_out' : undefined;
  }

  private noted(line: Line, replaced: readonly string[]): () => void {
    this.note(this.taken, line);
    this.takenEntries.add(line.fingerprint);
    const newly = replaced.filter((household) => !this.replaced.has(household));
    for (const household of newly) this.replaced.add(household);
    return () => {
      for (const household of newly) this.replaced.delete(household);
      this.takenEntries.delete(line.fingerprint);
      for (const { householdId } of line.orders) this.forget(householdId, line.fingerprint);
      for (const household of [...this.released(line), ...line.orders.map(({ householdId }) => householdId)]) this.reckon(household);
    };
  }

  private note(where: Map<string, Said[]>, { fingerprint, orders }: Line): void {
    for (const order of orders) {
      const saids = [...(where.get(order.householdId) ?? []), { ...order, fingerprint, firstSeenAt: this.firstSeenAt(fingerprint) }];
      where.set(order.householdId, saids);
    }
  }

  private forget(household: string, fingerprint: string): void {
    const rest = (this.taken.get(household) ?? []).filter((said) => said.fingerprint !== fingerprint);
    if (rest.length > 0) this.taken.set(household, rest);
    else this.taken.delete(household);
  }

  private saidOf = (household: string): Said[] =>
    this.inOrder([...(this.settled.get(household) ?? []), ...(this.taken.get(household) ?? [])]);

  private inOrder(saids: readonly Said[]): Said[] {
    const at = ({ fingerprint }: Said) => this.positions.get(fingerprint) ?? 0;
    return saids.toSorted((a, b) => at(a) - at(b));
  }

  /** Households for which the entry counted before, and does no more. */
  private released({ fingerprint, orders }: Line): string[] {
    const counted = this.known.get(fingerprint)?.orders ?? [];
    return counted.map(({ householdId }) => householdId).filter((before) => orders.every(({ householdId }) => householdId !== before));
  }

  /** An entry that counted for it counts for another household now: what is left is that of its other entries. */
  private withoutTaken(household: string, waiting: readonly KnownEntry[]): Folded {
    const said = ({ fingerprint, firstSeenAt, orders }: KnownEntry): Said[] =>
      orders.filter(({ householdId }) => householdId === household).map((order) => ({ ...order, fingerprint, firstSeenAt }));
    return folded(this.inOrder([...this.saidOf(household), ...waiting.flatMap(said)])) ?? nothing;
  }

  private asBefore(household: string): Folded {
    const before = this.input.chain.get(household);
    return before ? { ...nothing, items: before.items, gate: before.gate } : nothing;
  }

  /** It counts, and the text does not hold it as it was. Unless a person has said that it shall go, its households stay as they are. */
  private freeze(entry: KnownEntry): void {
    const { fingerprint, orders } = entry;
    const line = this.input.lines.find((it) => it.fingerprint === fingerprint);
    if (line ? line.reason === 'dropped' : this.input.decisions.get(fingerprint) === 'drop') return;
    for (const { householdId } of orders) this.frozen.set(householdId, [...(this.frozen.get(householdId) ?? []), entry]);
  }

  /** The household has an order that is not what this chain has made. */
  private isElsewhere(household: string): boolean {
    return !same(this.input.chain.get(household)?.items ?? {}, this.standingOf(household));
  }

  private standingOf = (household: string): Items => this.input.standing.get(household)?.items ?? {};

  private reckon(household: string): void {
    const [before, now] = [this.demand.get(household) ?? {}, differenceOf(this.standingOf(household), this.orderOf(household))];
    for (const [bundle, more] of Object.entries(differenceOf(before, now))) this.sums[bundle] = (this.sums[bundle] ?? 0) + more;
    this.demand.set(household, now);
  }

  private isOverLimit(household: string): boolean {
    const [before, now] = [this.standingOf(household), this.orderOf(household)];
    return this.input.bundles.some(
      ({ bundle, limitPerHousehold }) => (now[bundle] ?? 0) > limitPerHousehold && (now[bundle] ?? 0) > (before[bundle] ?? 0),
    );
  }

  private isOver(bundle: OpenBundle, before: Readonly<Record<string, number>>): boolean {
    const more = this.sums[bundle.bundle] ?? 0;
    return more > (before[bundle.bundle] ?? 0) && more > leftOf(bundle);
  }
}

const increment = ({ portions, seenAt }: Increment): Increment => ({ portions, seenAt });
const same = (a: Items, b: Items): boolean => Object.keys(differenceOf(a, b)).length === 0;
