/** Where portions can be. Only `source` and `sorting` may go below zero. */
export const placeKinds = [
  'source',
  'supplier',
  'store',
  'bus',
  'pickup-point',
  'building',
  'courier',
  'household',
  'damaged',
  'missing',
  'sorting',
  'returned',
  'written-off',
  'carried-out',
] as const;
export type PlaceKind = (typeof placeKinds)[number];

/** `ref` tells places of a kind apart: the purchase at a supplier, the trip of a bus, the pickup point; '' where there is one. */
export interface Place {
  kind: PlaceKind;
  ref: string;
}

/** A run closes only when none of these holds anything. */
export const inFlightKinds: readonly PlaceKind[] = [
  'supplier',
  'store',
  'bus',
  'pickup-point',
  'building',
  'courier',
  'damaged',
  'missing',
];
