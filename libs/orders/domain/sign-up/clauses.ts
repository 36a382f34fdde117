import { isKind, type Token, type TokenOf } from './tokens.js';

/** What an entry says in one breath: plainly, or with 改成, 再加, 取消. */
export interface Clause {
  readonly action: 'order' | 'replace' | 'add' | 'cancel' | 'set_item';
  readonly tokens: readonly Token[];
  /** 鸡蛋改成2份, 鸡蛋再加1份: the quantity behind the word. */
  readonly amount: readonly Token[] | null;
  /** 鸡蛋改成肉类包: which is to be changed into which is not said. */
  readonly unclear: boolean;
}

const isContent = isKind('item', 'unknown', 'quantity', 'same', 'me-too');
const isThing = isKind('item', 'unknown', 'same');
const isAction = isKind('action');
const isComma = isKind('comma');

/** Cuts what is wanted into clauses at the words of action. */
export function clausesOf(tokens: readonly Token[]): readonly Clause[] {
  const clauses: Clause[] = [];
  let pending: readonly Token[] = [];
  for (const { word, behind } of partsOf(tokens)) {
    if (!word) {
      pending = behind;
      continue;
    }
    const [head, tail] = atLastComma(pending);
    const { before, clause, rest } = clauseOf(word, head, tail, behind);
    if (before.some(isContent)) clauses.push(simple('order', before));
    clauses.push(clause);
    pending = rest;
  }
  if (!clauses.length || pending.some(isContent)) clauses.push(simple('order', pending));
  return clauses;
}

const simple = (action: Clause['action'], tokens: readonly Token[]): Clause => ({ action, tokens, amount: null, unclear: false });

interface Part {
  /** null: what stands before the first word. */
  readonly word: TokenOf<'action'> | null;
  readonly behind: readonly Token[];
}
function partsOf(tokens: readonly Token[]): readonly Part[] {
  const parts: { word: TokenOf<'action'> | null; behind: Token[] }[] = [{ word: null, behind: [] }];
  for (const token of tokens) {
    if (isAction(token)) parts.push({ word: token, behind: [] });
    else parts.at(-1)?.behind.push(token);
  }
  return parts;
}

interface Cut {
  readonly before: readonly Token[];
  readonly clause: Clause;
  /** Belongs to the next word, or is said plainly. */
  readonly rest: readonly Token[];
}
function clauseOf(word: TokenOf<'action'>, head: readonly Token[], tail: readonly Token[], behind: readonly Token[]): Cut {
  return word.action === 'cancel' ? cancelled(word, head, tail, behind) : changed(word.action, head, tail, behind);
}

/** 取消鸡蛋; 鸡蛋不要了; 取消. Only the piece up to the next comma is meant. */
function cancelled(
  { behind: objectFirst }: TokenOf<'action'>,
  head: readonly Token[],
  tail: readonly Token[],
  behind: readonly Token[],
): Cut {
  const comma = behind.findIndex(isComma);
  const [own, rest] = comma < 0 ? [behind, []] : [behind.slice(0, comma), behind.slice(comma + 1)];
  const before = tail.some(isThing);
  if (own.some(isThing) && !(objectFirst && before)) return { before: [...head, ...tail], clause: simple('cancel', own), rest };
  const clause = simple('cancel', before ? [...tail, ...own] : own);
  return { before: head, clause, rest };
}

/** 改成A1; 鸡蛋改成2份; 再加A1; 鸡蛋再加1份. */
function changed(action: 'replace' | 'add', head: readonly Token[], tail: readonly Token[], behind: readonly Token[]): Cut {
  if (!tail.some(isThing)) return { before: head, clause: simple(action, [...tail, ...behind]), rest: [] };
  if (!behind.some(isThing)) {
    const clause: Clause = { action: action === 'add' ? 'add' : 'set_item', tokens: tail, amount: behind, unclear: false };
    return { before: head, clause, rest: [] };
  }
  if (action === 'add') return { before: [...head, ...tail], clause: simple('add', behind), rest: [] };
  const comma = behind.findIndex(isComma);
  const own = comma < 0 ? behind : behind.slice(0, comma);
  // 鸡蛋改成2份，肉不要了: what follows the comma is another clause.
  if (comma >= 0 && !own.some(isThing))
    return { before: head, clause: { action: 'set_item', tokens: tail, amount: own, unclear: false }, rest: behind.slice(comma + 1) };
  return { before: head, clause: { action: 'replace', tokens: [...tail, ...behind], amount: null, unclear: true }, rest: [] };
}

function atLastComma(tokens: readonly Token[]): readonly [readonly Token[], readonly Token[]] {
  const at = tokens.findLastIndex(isComma);
  return at < 0 ? [[], tokens] : [tokens.slice(0, at), tokens.slice(at + 1)];
}
