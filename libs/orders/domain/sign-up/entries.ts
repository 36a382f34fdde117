import type { Decided } from './answers.js';
import { choicesFor } from './choices.js';
import { type Above, type Count, countEntry, type CountedOrder, type EntryCount } from './counting.js';
import { type Draft, draftsOf } from './drafts.js';
import { entryParts, type EntryParts } from './entry.js';
import { fingerprintOf, wording } from './fingerprint.js';
import type { Piece } from './lines.js';
import { plain } from './normalise.js';
import { firstOf, type HeldReason, type Reason, reasonTexts } from './reasons.js';
import { roomLabel } from './register-index.js';
import { resolveRoom } from './rooms.js';
import type { ScanContext } from './scan-rule.js';
import type { Line, LineOrder, Room } from './types.js';

/** What reading an entry asks of the round and the register. */
export interface EntryContext extends ScanContext {
  /** Frozen prices of what is listed and open, in fen. */
  readonly prices: ReadonlyMap<string, number>;
  readonly limits: ReadonlyMap<string, number | null>;
  readonly otherCompounds: readonly string[];
  readonly decided: (fingerprint: string) => Decided;
}
export interface EntriesRead {
  readonly lines: readonly Line[];
  readonly count: Count;
}

/** Reads entry after entry: each is judged by what the ones above it left. */
export function readEntries(pieces: readonly Piece[], context: EntryContext): EntriesRead {
  const occurrences = new Map<string, number>();
  let count: Count = new Map();
  let above: Above = null;
  const lines = pieces.map((piece) => {
    const said = wording(piece.body);
    const occurrence = (occurrences.get(said) ?? 0) + 1;
    occurrences.set(said, occurrence);
    const fingerprint = fingerprintOf(said, occurrence);
    const line = { ...lineOf(piece), fingerprint, occurrence };
    if (piece.kind !== 'entry') return ignored(line, piece.kind);
    const decided = context.decided(fingerprint);
    const judged = judge(piece, fingerprint, decided, count, above, context);
    const accepted = judged.reason === null && !decided.drop;
    if (accepted) count = judged.counted.count;
    above = accepted ? copied(judged.counted.orders.at(-1)) : null;
    if (decided.drop) return { ...ignored(line, 'dropped'), answers: decided.answers };
    return { ...outcome(line, judged, context), answers: decided.answers };
  });
  return { lines, count };
}

type Labelled = Pick<Line, 'line' | 'entry' | 'serial' | 'text' | 'fingerprint' | 'occurrence'>;

const lineOf = ({ line, entry, serial, text }: Piece): Pick<Line, 'line' | 'entry' | 'serial' | 'text'> => ({ line, entry, serial, text });

const ignored = (line: Labelled, reason: Reason): Line => ({
  ...line,
  status: 'ignored',
  reason,
  reasonText: null,
  reasonTextEn: null,
  orders: [],
  choices: [],
  answers: [],
});

interface Judged {
  readonly parts: EntryParts;
  readonly counted: EntryCount;
  readonly reason: HeldReason | null;
  readonly remarks: readonly string[];
}

function judge(piece: Piece, fingerprint: string, decided: Decided, count: Count, above: Above, context: EntryContext): Judged {
  const parts = entryParts(piece.body, context);
  const { index, limits } = context;
  const open = new Set(context.prices.keys());
  const drafts: readonly Draft[] = draftsOf(parts, { index, open, decided, answeredRoom: answeredRoom(decided, context) });
  const from = `${piece.line}.${piece.entry}`;
  const counted = countEntry(drafts, count, { index, limits, decided, above, gate: parts.gate, from, fingerprint });
  const reasons = new Set([...counted.reasons, ...reasonsOf(piece, parts, counted.orders, decided, context)]);
  return { parts, counted, reason: firstOf(reasons), remarks: [...parts.remarks, ...piece.remarks] };
}

/** What stands against an entry as a whole. */
function reasonsOf(
  { afterCutOff, body }: Piece,
  { question, totals }: EntryParts,
  orders: readonly CountedOrder[],
  { accept, room }: Decided,
  { otherCompounds, compound, prices }: EntryContext,
): readonly HeldReason[] {
  const reasons: HeldReason[] = [];
  if (afterCutOff && !accept) reasons.push('after_cutoff');
  if (question && !accept) reasons.push('question_not_order');
  if (room === null && namesOther(body, compound, otherCompounds)) reasons.push('other_compound');
  const items = orders.flatMap((order) => Object.entries(order.items));
  const portions = items.reduce((sum, [, count]) => sum + count, 0);
  const fen = items.reduce((sum, [code, count]) => sum + count * (prices.get(code) ?? 0), 0);
  const differs = totals.some((total) => (total.portions ?? portions) !== portions || (total.fen ?? fen) !== fen);
  if (differs && !accept) reasons.push('line_total_mismatch');
  return reasons;
}

/** Our own name does not count, even where it is a part of another's. */
const namesOther = (body: string, own: string, others: readonly string[]): boolean =>
  others.some((other) => (other.includes(own) ? body : body.replaceAll(own, ' ')).includes(other));

function answeredRoom({ room }: Decided, { rooms, index }: EntryContext): Room | null {
  const mention = room === null ? null : rooms.written(plain(room), 0);
  const resolved = mention && resolveRoom(mention, index);
  return typeof resolved === 'string' ? null : resolved;
}

/** 同上 copies what an accepted order or replacement says. */
const copied = (order: CountedOrder | undefined): Above => (order?.action === 'order' || order?.action === 'replace' ? order.items : null);

function outcome(line: Labelled, judged: Judged, { index }: EntryContext): Line {
  const { reason, parts, counted } = judged;
  if (reason === null) {
    const orders = counted.orders.flatMap((order) => lineOrders(order, judged));
    return { ...line, status: 'accepted', reason, reasonText: null, reasonTextEn: null, orders, choices: [], answers: [] };
  }
  const { zh, en } = reasonTexts[reason];
  const choices = choicesFor(reason, { parts, counted, index });
  return { ...line, status: 'held', reason, reasonText: zh, reasonTextEn: en, orders: [], choices, answers: [] };
}

function lineOrders({ draft, action, householdId, items }: CountedOrder, { parts, remarks }: Judged): readonly LineOrder[] {
  if (!draft.room || householdId === null) return [];
  const { name, phoneTail, gate } = parts;
  return [{ action, householdId, room: roomLabel(draft.room), placedBy: draft.placedBy, name, items, remarks, phoneTail, gate }];
}
