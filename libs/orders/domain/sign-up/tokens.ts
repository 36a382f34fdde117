import type { RoomMention } from './rooms.js';

export interface Span {
  readonly start: number;
  readonly end: number;
  /** No white space between it and the token before. */
  readonly glued: boolean;
}
export type TokenBody =
  | { readonly kind: 'room'; readonly mention: RoomMention }
  /** 代 帮 替; without a mention nobody knows for which room. */
  | { readonly kind: 'proxy'; readonly mention: RoomMention | null }
  | { readonly kind: 'phone'; readonly tail: string }
  | { readonly kind: 'remark'; readonly text: string }
  /** 不要香菜: a remark, unless the piece around it is one. */
  | { readonly kind: 'wish' }
  | { readonly kind: 'gate'; readonly gate: string }
  | { readonly kind: 'total'; readonly portions: number | null; readonly fen: number | null }
  | { readonly kind: 'action'; readonly action: 'replace' | 'add' | 'cancel'; readonly behind: boolean }
  | { readonly kind: 'same' }
  | { readonly kind: 'me-too' }
  | { readonly kind: 'or' }
  | { readonly kind: 'each' }
  | QuantityBody
  | { readonly kind: 'item'; readonly codes: readonly string[]; readonly letter: boolean }
  | { readonly kind: 'unknown'; readonly holdsItem: boolean }
  | { readonly kind: 'filler' }
  | { readonly kind: 'joiner'; readonly plus: boolean }
  | { readonly kind: 'comma' };
export interface QuantityBody {
  readonly kind: 'quantity';
  /** null: unreadable. */
  readonly count: number | null;
  /** x2, (2份): belongs to what stands before it. */
  readonly behind: boolean;
  /** No operator, no unit: may be a part of a word. */
  readonly bare: boolean;
  readonly chinese: boolean;
}
export type Token = Span & TokenBody;
export type TokenKind = Token['kind'];
export type TokenOf<Kind extends TokenKind> = Extract<Token, { kind: Kind }>;

export const isKind =
  <Kind extends TokenKind>(...kinds: readonly Kind[]) =>
  (token: Token | undefined): token is TokenOf<Kind> =>
    token !== undefined && (kinds as readonly TokenKind[]).includes(token.kind);
