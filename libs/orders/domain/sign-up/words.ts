import { isKind, type Token, type TokenOf } from './tokens.js';

/** Kinds that are a part of a longer word if what they touch is one. */
const mayJoin = isKind('unknown', 'item', 'filler', 'quantity', 'or', 'joiner', 'each');

/**
 * Joins the signs of a word: 牛 + 肉 is no item, 王 + 二 no quantity. A word that only contains an item's word is `unknown`.
 * Works on tokens that touch; runs twice over each run, so that a word grows to both sides.
 */
export function joinWords(tokens: readonly Token[]): Token[] {
  const inWord = tokens.map((token) => token.kind === 'unknown');
  const absorb = (at: number): void => {
    if (!inWord[at] && absorbed(tokens, inWord, at)) inWord[at] = true;
  };
  tokens.forEach((_, at) => absorb(at));
  for (let at = tokens.length - 1; at >= 0; at -= 1) absorb(at);
  return tokens.reduce<Token[]>((joined, token, at) => {
    const last = joined.at(-1);
    if (!inWord[at]) return push(joined, token);
    const holdsItem = token.kind === 'item' || (token.kind === 'unknown' && token.holdsItem);
    if (last?.kind === 'unknown' && token.glued && inWord[at - 1]) {
      joined[joined.length - 1] = { ...last, end: token.end, holdsItem: last.holdsItem || holdsItem };
      return joined;
    }
    return push(joined, { kind: 'unknown', holdsItem, start: token.start, end: token.end, glued: token.glued });
  }, []);
}

const push = (tokens: Token[], token: Token): Token[] => {
  tokens.push(token);
  return tokens;
};

function absorbed(tokens: readonly Token[], inWord: readonly boolean[], at: number): boolean {
  const token = tokens[at];
  if (!mayJoin(token)) return false;
  const before = token.glued ? tokens[at - 1] : undefined;
  const next = tokens[at + 1];
  const behind = next?.glued ? next : undefined;
  const touches: Touches = {
    before,
    behind,
    next,
    left: before !== undefined && inWord[at - 1] === true,
    right: behind !== undefined && inWord[at + 1] === true,
  };
  if (token.kind === 'item') return itemJoins(token, touches);
  if (token.kind === 'quantity') return quantityJoins(token, touches);
  if (token.kind === 'filler') return touches.left || touches.right;
  return touches.left && touches.right;
}
interface Touches {
  readonly before: Token | undefined;
  readonly behind: Token | undefined;
  /** Glued or not. */
  readonly next: Token | undefined;
  readonly left: boolean;
  readonly right: boolean;
}

/** A letter with a quantity stays an item, whatever it touches: 王阿姨A1. */
const itemJoins = (item: TokenOf<'item'>, { before, behind, left, right }: Touches): boolean =>
  (left || right) && !(item.letter && [before, behind].some(isKind('quantity')));

/** 放一楼, 王二, and 小明88 before a room: but not 洗洁精1 or 蔬菜包3瓶. */
function quantityJoins(amount: TokenOf<'quantity'>, { before, behind, next, left, right }: Touches): boolean {
  if (!amount.bare) return false;
  if (right) return before?.kind !== 'item';
  return left && !behind && (amount.chinese || ((amount.count ?? 0) >= 10 && isKind('room', 'proxy')(next)));
}
