/** How the parts of the community are found to which a row belongs. */
export interface BelongingOf {
  /** What `$1` is: an id, or a name, a code, the id of a process. */
  readonly by: 'uuid' | 'text';
  /** A column `part`: jsonb of `compound`, `gate`, `building`, `unit`, `team`, `supplier`, `household`, as far as the row has them. One row or more. */
  readonly select: string;
  /** Asked in its place by the link of a household: with parts of those that act for another one, for which nobody else pays. */
  readonly byLink?: string;
  /** Each part is a row of its own, and all of them have to be covered: a run with all of its gates. */
  readonly every?: boolean;
  /** What is taken away holds no longer from that moment on: looked up each time. */
  readonly changes?: boolean;
}

/** The row's id in `$1`, the id of its process: `trip:<uuid>`. Null for a process of another kind, so that an index finds the row. */
export const idInProcess = (kind: string): string =>
  `substring($1 FROM '^${kind}:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$')::uuid`;

export interface ActorOptions {
  /** A view with community_id, code, active: `members.published_people_v1`. */
  readonly peopleView: string;
  /**
   * The one table: which roles each permission is for, each for its part of the community; `everybody`, also among roles, is whoever has signed in.
   * Neither a household by its link nor a device that several people share has: they may what their role is named for.
   */
  readonly permissions: Readonly<Record<string, readonly string[] | 'everybody'>>;
  /** What roles are called in Chinese. */
  readonly roleNames: Readonly<Record<string, string>>;
  /** By kind of row, as addresses name it. */
  readonly belongings: Readonly<Record<string, BelongingOf>>;
  /** Kinds of rows of which nobody else may even learn that they are there. */
  readonly hidden?: readonly string[];
}
export const ACTOR_OPTIONS = Symbol('ActorOptions');
