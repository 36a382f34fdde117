/** Whose data is erased: rows stay under their ids, and what they count. */
export const erasedKinds = ['household', 'person'] as const;
export type ErasedKind = (typeof erasedKinds)[number];

/** Why. A word of a list, because free text about somebody would be the next thing to erase. */
export const erasureReasons = ['asked', 'left', 'died', 'by-mistake'] as const;
export type ErasureReason = (typeof erasureReasons)[number];

/** An erasure on its way through the services. */
export interface Erasure {
  readonly id: string;
  readonly kind: ErasedKind;
  /** The id of a household, or the code of a person. */
  readonly subject: string;
}
