import type { Brand } from './ids.js';

/** Whole fen; a hundred make a yuan. Never a fraction, never a float of yuan. */
export type Fen = Brand<number, 'Fen'>;

/** Throws a RangeError, a fault and not a refusal, for anything but a safe whole number. */
export function fen(amount: number): Fen {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a whole number of fen: ${amount}`);
  return amount as Fen;
}

export const times = (price: Fen, portions: number): Fen => fen(price * portions);

export const sumOf = (amounts: readonly Fen[]): Fen => fen(amounts.reduce((sum: number, amount) => sum + amount, 0));

/** For people: 3050 fen is `30.50`. */
export const yuan = (amount: Fen): string => (amount / 100).toFixed(2);
