import type { Line } from '../sign-up/types.js';
import type { ChainLedger } from './chain-ledger.js';
import { commitChoicesFor, commitReasonTexts } from './commit-reasons.js';
import type { CommitInput, CommitReason, CountedOrder, KnownEntry, PlannedEntry } from './types.js';

/** Every entry as this commit leaves it: those of the text, and those of earlier texts that are gone from it. */
export function plannedEntries(input: CommitInput, ledger: ChainLedger, held: ReadonlyMap<string, CommitReason>): readonly PlannedEntry[] {
  const known = new Map(input.known.map((entry) => [entry.fingerprint, entry]));
  const inText = new Set(input.lines.map(({ fingerprint }) => fingerprint));
  const entries = input.lines.flatMap((line) => entryOf(line, known.get(line.fingerprint), ledger, held.get(line.fingerprint)));
  const gone = input.known.filter(({ fingerprint }) => !inText.has(fingerprint)).map((entry) => missingEntry(input, entry, ledger));
  return [...entries, ...gone];
}

function entryOf(line: Line, known: KnownEntry | undefined, ledger: ChainLedger, refusal: CommitReason | undefined): PlannedEntry[] {
  const { fingerprint, line: at, entry, serial, text, status, orders, choices } = line;
  const base = { fingerprint, line: at, entry, serial, text, firstSeenAt: ledger.firstSeenAt(fingerprint), isInText: true };
  const still = known ? stillCounting(known, ledger) : [];
  if (status === 'ignored') return known || line.reason === 'dropped' ? [{ ...base, ...over }] : [];
  if (status === 'accepted' && !refusal) return [{ ...base, ...accepted, orders }];
  if (refusal) return [{ ...base, ...asked(refusal, orders), orders: still }];
  const reasonText = { zh: line.reasonText ?? '', en: line.reasonTextEn ?? '' };
  return [{ ...base, status: 'held', reason: line.reason ?? 'missing_item', reasonText, choices, orders: still }];
}

/** An entry that counts, was not decided upon, and whose household has no newer entry is asked back. */
function missingEntry({ decisions }: CommitInput, entry: KnownEntry, ledger: ChainLedger): PlannedEntry {
  const { fingerprint, line, entry: number, serial, text, firstSeenAt } = entry;
  const base = { fingerprint, line, entry: number, serial, text, firstSeenAt, isInText: false };
  const decision = decisions.get(fingerprint);
  const still = decision === 'drop' ? [] : stillCounting(entry, ledger);
  if (still.length === 0) return { ...base, ...over };
  if (decision === 'keep') return { ...base, ...accepted, orders: still };
  return { ...base, ...asked('vanished', still), orders: still };
}

/** What of an entry that is not taken as it stands goes on counting: the households for which nothing newer has been taken. */
const stillCounting = ({ orders }: KnownEntry, ledger: ChainLedger): readonly CountedOrder[] =>
  orders.filter(({ householdId }) => !ledger.hasTaken(householdId));

const accepted = { status: 'accepted', reason: null, reasonText: null, choices: [] } as const;
const over = { status: 'gone', reason: null, reasonText: null, choices: [], orders: [] } as const;
const asked = (reason: CommitReason, orders: readonly CountedOrder[]) =>
  ({ status: 'held', reason, reasonText: commitReasonTexts[reason], choices: commitChoicesFor(reason, orders) }) as const;
