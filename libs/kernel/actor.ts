import type { Channel } from './step.js';

/** Who acts, for which community, by which way. One guard yields it; bodies never say who acts. */
export interface Actor {
  readonly community: string;
  /** The code of a person, `S001`; never a name. */
  readonly code: string;
  readonly roles: readonly string[];
  readonly channel: Channel;
  readonly correlationId: string;
}
