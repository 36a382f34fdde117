import type { Channel } from './step.js';

/** A part of a community: all that is named fits at once. Nothing named: the whole of it. */
export interface Scope {
  readonly compound?: string | undefined;
  readonly gate?: string | undefined;
  readonly building?: string | undefined;
  readonly unit?: string | undefined;
  readonly team?: string | undefined;
  readonly supplier?: string | undefined;
  readonly branch?: string | undefined;
  readonly group?: string | undefined;
  readonly household?: string | undefined;
}

/** What somebody is, and for which part of the community. */
export interface Grant {
  readonly role: string;
  readonly scope: Scope;
  /** Instants between which it holds, the second one excluded; left out: without end. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** Since when somebody is at a device that several people share; until the next one is, or the shift ends. */
export interface Post {
  /** The code of a person. */
  readonly code: string;
  readonly from: string;
}

/** Who acts, for which community, by which way. One guard yields it; bodies never say who acts. */
export interface Actor {
  readonly community: string;
  /** The code of a person, `S001`, never a name; of a service that comes with an API key `service:<name>`; of whoever comes by the link of a household `household:<id>`. */
  readonly code: string;
  readonly grants: readonly Grant[];
  readonly channel: Channel;
  /** The session in which it is done, or the API key: the trail leads from a deed to the device that did it. */
  readonly session: string;
  /** At a device that several people share: who was there since when, the earliest first. Who they are they have only said; nobody is signed in. */
  readonly posts?: readonly Post[] | undefined;
  readonly correlationId: string;
}
