import { fen, type Fen } from '@jielong/kernel';
import type { Policies } from '@jielong/orders-contract';

export interface Paid {
  readonly bought: number;
  readonly priceFen: number;
}

/** What a household is charged for a portion: the frozen price, or at cost what was paid on average, a broken fen rounded up. */
export function chargedPrice(basis: Policies['priceBasis'], quotedFen: Fen, paid: readonly Paid[]): Fen {
  const portions = paid.reduce((sum, { bought }) => sum + bought, 0);
  if (basis === 'quoted' || portions === 0) return quotedFen;
  return fen(Math.ceil(paid.reduce((sum, { bought, priceFen }) => sum + bought * priceFen, 0) / portions));
}
