import { type Claim, demandOf, type Pool } from './claim.js';
import { inProportion, type Parts, sumOf } from './proportion.js';

/** What one place holds of one bundle, as logistics publishes it. */
export interface Held {
  readonly bundle: string;
  readonly kind: string;
  readonly ref: string;
  readonly portions: number;
}
export interface Goods {
  readonly points: readonly string[];
  /** Portions bought by bundle; a bundle of which nothing is known yet is not there. */
  readonly bought: Parts;
  readonly held: readonly Held[];
  /** Every point is closed: what has not come to one by now comes no more. */
  readonly isOver: boolean;
}

/** Not at a pickup point yet, and still to come to one. */
const onTheWay = ['store', 'bus', 'building', 'courier'];
/** Where goods can be that never left the shop. */
const atTheShop = ['source', 'supplier', 'damaged', 'missing', 'sorting'];
/** What is still at the shop comes as long as nothing has left it; what a bus has left behind is not promised to anybody. */
const comingOf = (places: readonly Held[]): number => {
  const hasLeft = places.some(({ kind, portions }) => !atTheShop.includes(kind) && portions !== 0);
  return sum(places.filter(({ kind }) => onTheWay.includes(kind) || (kind === 'supplier' && !hasLeft)));
};

/**
 * What can be divided, by bundle. As long as no pickup point has any of it, all points share all of it; from then on each point divides
 * what it has, what it has handed out, and its part of what is still on the way. Before logistics holds anything, what was bought counts.
 */
export const poolsOf = (goods: Goods, claims: readonly Claim[]): Pool[] =>
  Object.keys(goods.bought).flatMap((bundle) =>
    poolsOfBundle(
      bundle,
      goods,
      claims.filter((claim) => claim.bundle === bundle),
    ),
  );

function poolsOfBundle(bundle: string, { points, bought, held, isOver }: Goods, claims: readonly Claim[]): Pool[] {
  const places = held.filter((place) => place.bundle === bundle);
  if (!places.length) return [{ bundle, points, portions: bought[bundle] ?? 0 }];
  const coming = isOver ? 0 : comingOf(places);
  const there = byPoint(points, (point) => sum(places.filter(isPoint(point))) + total(at(claims, point), ({ floor }) => floor));
  if (points.length === 1 || sumOf(there) === 0) return [{ bundle, points, portions: coming + sumOf(there) }];
  const shares = sharesOf(coming, there, claims);
  return points.map((point) => ({ bundle, points: [point], portions: (there[point] ?? 0) + (shares[point] ?? 0) }));
}

/** What is on the way goes where it is planned to go; what is more than planned, to where something is still wanted. */
function sharesOf(coming: number, there: Parts, claims: readonly Claim[]): Parts {
  const points = Object.keys(there);
  const planned = byPoint(points, (point) => Math.max(0, total(at(claims, point), ({ before }) => before) - (there[point] ?? 0)));
  const rest = coming - sumOf(planned);
  if (rest <= 0) return inProportion(coming, planned);
  const missing = (point: string) => total(at(claims, point), demandOf) - (there[point] ?? 0) - (planned[point] ?? 0);
  const wanted = byPoint(points, (point) => Math.max(0, missing(point)));
  const more = inProportion(rest, wanted);
  return byPoint(points, (point) => (planned[point] ?? 0) + (more[point] ?? 0));
}

const isPoint =
  (point: string) =>
  ({ kind, ref }: Held): boolean =>
    kind === 'pickup-point' && ref === point;
const at = (claims: readonly Claim[], point: string): Claim[] => claims.filter((claim) => claim.point === point);
const sum = (places: readonly Held[]): number => places.reduce((portions, place) => portions + place.portions, 0);
const total = (claims: readonly Claim[], of: (claim: Claim) => number): number =>
  claims.reduce((portions, claim) => portions + of(claim), 0);
const byPoint = (points: readonly string[], of: (point: string) => number): Parts =>
  Object.fromEntries(points.map((point) => [point, of(point)]));
