/** Why members refuses something. */
export type MembersErrorCode =
  | 'unreadable-room'
  | 'unknown-compound'
  | 'unknown-building'
  | 'unknown-unit'
  | 'household-not-found'
  | 'household-merged'
  | 'merged-into-itself'
  | 'other-room'
  | 'first-household-stays'
  | 'person-not-found'
  | 'invitation-over'
  | 'session-not-found';
