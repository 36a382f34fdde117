/** Whose data is erased: rows stay under their ids, and what they count. */
export const erasedKinds = ['household', 'person'] as const;
export type ErasedKind = (typeof erasedKinds)[number];

/** Why. A word of a list, because free text about somebody would be the next thing to erase. */
export const erasureReasons = ['asked', 'left', 'died', 'by-mistake'] as const;
export type ErasureReason = (typeof erasureReasons)[number];

/** Why an erasure has ended with nobody erased: what was so when it was asked for was so no more when it was to be done. */
export const erasureRefusals = ['household-in-open-run', 'money-unsettled', 'person-active'] as const;
export type ErasureRefusal = (typeof erasureRefusals)[number];

/** What a service has made of an erasure: whom it knows by which ids, or why nothing is erased. */
export interface Erased {
  readonly ids: readonly string[];
  readonly refused: ErasureRefusal | null;
}

/** An erasure on its way through the services. */
export interface Erasure {
  readonly id: string;
  readonly kind: ErasedKind;
  /** The id of a household, or the code of a person. */
  readonly subject: string;
}
