import { fen, type Fen } from '@jielong/kernel';
import type { Policies } from '@jielong/orders-contract';

/** What was paid for some portions: so much for each, and the fen of a receipt that do not divide. */
export interface Paid {
  readonly bought: number;
  readonly priceFen: number;
  readonly restFen: number;
}
/** What a person has decided about a price dearer than the tolerance. */
export type PriceDecision = 'quoted' | 'paid';

export const paidFen = ({ bought, priceFen, restFen }: Paid): Fen => fen(bought * priceFen + restFen);

/** What a household is charged for a portion: the frozen price, or at cost what was paid on average, a broken fen rounded up. */
export function chargedPrice(basis: Policies['priceBasis'], quotedFen: Fen, paid: readonly Paid[]): Fen {
  const portions = paid.reduce((sum, { bought }) => sum + bought, 0);
  if (basis === 'quoted' || portions === 0) return quotedFen;
  return fen(Math.ceil(paid.reduce((sum, line) => sum + paidFen(line), 0) / portions));
}

/** What a substitute costs a household: its own price, and never more than what was ordered would have. The fund bears the difference. */
export const priceInPlace = (own: Fen, original: Fen): Fen => (own < original ? own : original);

/** By what households are charged for a bundle: as a person has decided, else as the policies say. */
export const basisOf = (policy: Policies['priceBasis'], decision: PriceDecision | undefined): Policies['priceBasis'] =>
  decision === undefined ? policy : decisions[decision];
const decisions = { quoted: 'quoted', paid: 'at-cost' } as const;

/** Whether so much was paid that somebody has to decide who bears it. */
export const isDear = (paid: Paid, quotedFen: Fen, tolerancePercent: number): boolean =>
  paidFen(paid) * 100 > quotedFen * paid.bought * (100 + tolerancePercent);
