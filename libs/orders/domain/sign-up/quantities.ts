import { isKind, type Token, type TokenOf } from './tokens.js';

/** Something that is wanted, as written: an item's word or letter, or a word that no catalogue knows. */
export interface Mention {
  readonly token: TokenOf<'item' | 'unknown'>;
  /** Bundle codes it may mean; none: not in the catalogue. */
  readonly codes: readonly string[];
  /** undefined: none is written, which means 1; null: unreadable. */
  readonly count: number | null | undefined;
  /** Whether it is one of several with 或 between. */
  readonly oneOf: boolean;
}
export interface Amounts {
  readonly mentions: readonly Mention[];
  /** A quantity without its item, or between two that it may belong to. */
  readonly stray: boolean;
}

const isThing = isKind('item', 'unknown');
const isQuantity = isKind('quantity');
const breaks = isKind('comma', 'joiner', 'or', 'each');

/** Says which quantity belongs to which item. */
export function amountsOf(tokens: readonly Token[]): Amounts {
  const counts = new Map<Token, number | null>();
  const spread = spreadEach(tokens, counts);
  let stray = spread.stray;
  for (const run of runsOf(tokens, spread.taken)) stray = !bind(run, counts) || stray;
  const mentions = tokens.flatMap((token, at): readonly Mention[] => {
    if (!isThing(token) || repeatsLetter(token, tokens[at + 1], counts)) return [];
    const codes = token.kind === 'item' ? token.codes : [];
    const count = followedByUnknown(token, tokens[at + 1], tokens[at + 2]) ? null : counts.get(token);
    return [{ token, codes, count, oneOf: false }];
  });
  return { mentions: joinAlternatives(mentions, tokens), stray };
}

/** A、C各1份: that many of each before it that has no quantity yet; with none before it, of those behind. */
function spreadEach(tokens: readonly Token[], counts: Map<Token, number | null>): { taken: ReadonlySet<Token>; stray: boolean } {
  const taken = new Set<Token>();
  let stray = false;
  tokens.forEach((token, at) => {
    if (token.kind !== 'each') return;
    const amount = tokens[at + 1];
    if (!isQuantity(amount)) {
      stray = true;
      return;
    }
    taken.add(amount);
    const before = untilQuantity(tokens, at - 1, -1);
    const targets = before.length ? before : untilQuantity(tokens, at + 2, 1);
    stray ||= !targets.length;
    for (const target of targets) counts.set(target, amount.count);
  });
  return { taken, stray };
}

/** The things from a place on, to the next quantity. */
function untilQuantity(tokens: readonly Token[], from: number, step: -1 | 1): readonly Token[] {
  const things: Token[] = [];
  for (let at = from; ; at += step) {
    const token = tokens[at];
    if (!token || isQuantity(token) || token.kind === 'each') return things;
    if (isThing(token)) things.push(token);
  }
}

/** Things and quantities that nothing separates but white space. */
function runsOf(tokens: readonly Token[], taken: ReadonlySet<Token>): readonly Token[][] {
  const runs: Token[][] = [[]];
  for (const token of tokens) {
    const run = runs.at(-1);
    if (breaks(token) || taken.has(token)) runs.push([]);
    else if (isThing(token) || isQuantity(token)) {
      // Two things, or two quantities, in a row: the pairing begins anew.
      if (run?.length && isThing(run.at(-1)) === isThing(token)) runs.push([token]);
      else run?.push(token);
    }
  }
  return runs.filter((run) => run.some(isQuantity));
}

/** Pairs a run in which things and quantities take turns. False: a quantity is left over, or may belong to either side. */
function bind(run: readonly Token[], counts: Map<Token, number | null>): boolean {
  const startsWithThing = isThing(run[0]);
  const endsWithThing = isThing(run.at(-1));
  if (!startsWithThing && !endsWithThing) return false;
  return run.every((token, at) => {
    if (!isQuantity(token)) return true;
    const side = startsWithThing && endsWithThing ? sideOf(token, run[at + 1]) : startsWithThing ? -1 : 1;
    const thing = side === null || (token.behind && side > 0) ? undefined : run[at + side];
    if (!thing || counts.has(thing)) return false;
    counts.set(thing, token.count);
    return true;
  });
}

/** 蔬菜包2份 鸡蛋, 蔬菜包 2份鸡蛋: white space says which side; where it does not, nobody guesses. */
const sideOf = (amount: TokenOf<'quantity'>, next: Token | undefined): -1 | 1 | null => {
  if (amount.behind || (amount.glued && !next?.glued)) return -1;
  return !amount.glued && next?.glued ? 1 : null;
};

/** A蔬菜包1份: letter and word of the same item are one mention. */
const repeatsLetter = (token: Token, next: Token | undefined, counts: ReadonlyMap<Token, number | null>): boolean =>
  token.kind === 'item' &&
  token.letter &&
  !counts.has(token) &&
  next?.kind === 'item' &&
  !next.letter &&
  token.codes.some((code) => next.codes.includes(code));

/** 蔬菜包3捆: a word right behind the number is a unit that is no portion. */
const followedByUnknown = (token: Token, amount: Token | undefined, word: Token | undefined): boolean =>
  token.kind === 'item' && isQuantity(amount) && amount.bare && amount.glued && word?.kind === 'unknown' && word.glued;

/** 挂面或者蔬菜包1份: one mention that may be either. */
function joinAlternatives(mentions: readonly Mention[], tokens: readonly Token[]): readonly Mention[] {
  const ors = tokens.filter(isKind('or'));
  if (!ors.length) return mentions;
  const joined: Mention[] = [];
  let next = 0;
  for (const mention of mentions) {
    const last = joined.at(-1);
    const passed = next;
    while ((ors[next]?.start ?? Infinity) < mention.token.start) next += 1;
    if (!last || next === passed) {
      joined.push(mention);
      continue;
    }
    const count = last.count === undefined ? mention.count : last.count;
    joined[joined.length - 1] = { ...mention, codes: [...new Set([...last.codes, ...mention.codes])], count, oneOf: true };
  }
  return joined;
}
