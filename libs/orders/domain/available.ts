import { type Claim, countedOn, cutTo, demandOf, type Pool } from './claim.js';
import { carriedBetween, type PickupMove } from './places.js';
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
  readonly isPickupOver: boolean;
  /** Orders that have moved: what is at one of these points is carried to the other. */
  readonly moves: readonly PickupMove[];
}

/** Not at a pickup point yet, and still to come to one. */
const onTheWay = ['store', 'bus', 'building', 'courier'];
/** Where goods can be that never left the shop, or left it for another run. */
const atTheShop = ['source', 'supplier', 'damaged', 'missing', 'sorting', 'carried-out'];
/** What was found as a surplus, donated, or passed on by another run, was never bought. */
export const notBought: readonly string[] = ['surplus', 'donation', 'carried-in'];
/** Something of what was bought has left the shop: more is elsewhere than came from elsewhere. */
export const haveLeft = (held: readonly Held[]): boolean => {
  const elsewhere = sum(held.filter(({ kind }) => !atTheShop.includes(kind)));
  return elsewhere + sum(held.filter(({ kind, ref }) => kind === 'source' && notBought.includes(ref))) > 0;
};
/** What is still at the shop comes as long as nothing has left it; what a bus has left behind is not promised to anybody. */
const comingOf = (places: readonly Held[]): number => {
  const hasLeft = haveLeft(places);
  return sum(places.filter(({ kind }) => onTheWay.includes(kind) || (kind === 'supplier' && !hasLeft)));
};

/**
 * What can be divided, by bundle. As long as no pickup point has any of it, all points share all of it; from then on each point divides
 * what it has, what it has handed out, and its part of what is still on the way. Before logistics holds anything, what was bought counts.
 * Nothing is planned to come for whoever may only get a substitute.
 */
export const poolsOf = (goods: Goods, claims: readonly Claim[]): Pool[] => {
  const counting = claims.map((claim) => (claim.inPlaceOf === null ? claim : cutTo(claim, countedOn(claim))));
  return Object.keys(goods.bought).flatMap((bundle) =>
    poolsOfBundle(
      bundle,
      goods,
      counting.filter((claim) => claim.bundle === bundle),
    ),
  );
};

function poolsOfBundle(bundle: string, { points, bought, held, isPickupOver, moves }: Goods, claims: readonly Claim[]): Pool[] {
  const places = held.filter((place) => place.bundle === bundle);
  if (!places.length) return [{ bundle, points, portions: isPickupOver ? 0 : (bought[bundle] ?? 0) }];
  const coming = isPickupOver ? 0 : comingOf(places);
  const groups = carriedBetween(points, moves).map((group): Group => {
    const own = claims.filter(({ point }) => group.includes(point));
    return { points: group, claims: own, there: sum(places.filter(isAt(group))) + total(own, ({ floor }) => floor) };
  });
  const arrived = groups.reduce((portions, { there }) => portions + there, 0);
  if (groups.length === 1 || arrived === 0) return [{ bundle, points, portions: coming + arrived }];
  const shares = sharesOf(coming, groups);
  return groups.map((group) => ({ bundle, points: group.points, portions: group.there + (shares[keyOf(group)] ?? 0) }));
}

/** Points between which goods are carried, with what has come to them. */
interface Group {
  readonly points: readonly string[];
  readonly claims: readonly Claim[];
  readonly there: number;
}

/** What is on the way goes where it is planned to go; what is more than planned, to where something is still wanted. By first point. */
function sharesOf(coming: number, groups: readonly Group[]): Parts {
  const planned = byGroup(groups, ({ claims, there }) => Math.max(0, total(claims, ({ before }) => before) - there));
  const rest = coming - sumOf(planned);
  if (rest <= 0) return inProportion(coming, planned);
  const missing = (group: Group) => total(group.claims, demandOf) - group.there - (planned[keyOf(group)] ?? 0);
  const more = inProportion(
    rest,
    byGroup(groups, (group) => Math.max(0, missing(group))),
  );
  return byGroup(groups, (group) => (planned[keyOf(group)] ?? 0) + (more[keyOf(group)] ?? 0));
}

const keyOf = ({ points }: Group): string => points[0] ?? '';
const byGroup = (groups: readonly Group[], of: (group: Group) => number): Parts =>
  Object.fromEntries(groups.map((group) => [keyOf(group), of(group)]));
const isAt =
  (points: readonly string[]) =>
  ({ kind, ref }: Held): boolean =>
    kind === 'pickup-point' && points.includes(ref);
const sum = (places: readonly Held[]): number => places.reduce((portions, place) => portions + place.portions, 0);
const total = (claims: readonly Claim[], of: (claim: Claim) => number): number =>
  claims.reduce((portions, claim) => portions + of(claim), 0);
