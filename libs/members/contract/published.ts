import type { Fulfilment } from './households.js';
import type { Role } from './permissions.js';

/** Read-only views that other services may SELECT from: part of this contract, so changed only by a new version. */
export const membersViews = {
  households: 'members.published_households_v2',
  buildings: 'members.published_buildings_v1',
  people: 'members.published_people_v1',
  compounds: 'members.published_compounds_v1',
  roles: 'members.published_roles_v2',
  householdLinks: 'members.published_household_links_v1',
  proxies: 'members.published_proxies_v1',
  reveals: 'members.published_reveals_v1',
} as const;

/**
 * One row of `published_households_v2`. Columns in the database are the same names in snake_case. A household that was merged is still there, under
 * its own id and name, and with what holds for the household that it is now.
 */
export interface PublishedHousehold {
  id: string;
  compound: string;
  building: string;
  /** null in villages without units. */
  unit: string | null;
  room: string;
  pickupPointId: string;
  priority: boolean;
  fulfilment: Fulfilment;
  /** `张**`: the first character alone. */
  maskedName: string;
  /** The household that it was merged into, the last one of a chain; null: it stands for itself. Who looks for households skips the others. */
  mergedInto: string | null;
}

/**
 * In SQL, the household that a row of the view is now. A `CASE`, for PostgreSQL looks up in an index behind row-level security only what it knows to
 * leak nothing, and of `coalesce` it does not.
 */
export const householdNow = (row: string): string => `CASE WHEN ${row}.merged_into IS NULL THEN ${row}.id ELSE ${row}.merged_into END`;

/** One row of `published_buildings_v1`. `units` is 0 where there are none. */
export interface PublishedBuilding {
  compound: string;
  building: string;
  units: number;
  gate: string;
  pickupPointId: string;
  pickupPoint: string;
}

/** One row of `published_people_v1`: no name, no phone. */
export interface PublishedPerson {
  id: string;
  code: string;
  active: boolean;
  roles: Role[];
  /** Codes or names of what a role covers: a compound, a gate, a team, a supplier; parallel to `roles`. */
  scopes: string[];
}
/* `published_compounds_v1`: code, name, gates text[] */
/* `published_household_links_v1`: link_id, household, fingerprint, of the links that open something now */
/* `published_proxies_v1`: household_id, person or other (a household), may_collect, may_order: who acts for a household today */
/* `published_reveals_v1`: kind, subject, revealed_by, of today: who has said why they see whom */
/* `published_roles_v1`: as it was, for services of the version before; it goes with the next release */
/* `published_roles_v2`: code, and a `HeldRole`, of whoever is there; `grantsOf` says what it lets them do */
