import type { Fulfilment } from '@jielong/members-contract';
import { today } from './today.js';

/** A household as lists show it. */
export interface ListedHousehold {
  readonly id: string;
  readonly compound: string;
  readonly building: string;
  readonly unit: string | null;
  readonly room: string;
  readonly maskedName: string;
  readonly provisional: boolean;
  readonly priority: boolean;
  readonly fulfilment: Fulfilment;
  readonly pickupPointId: string;
}

/** What a flag that is over by now no longer says. */
const careOn = (what: string): string => `(SELECT l->>'${what}' FROM jsonb_array_elements(h.care_later) l
  WHERE (l->>'from')::date <= ${today} ORDER BY l->>'from' DESC LIMIT 1)`;
/** Of `households h`. */
export const priorityNow = `coalesce(${careOn('priority')}::boolean, h.priority)`;
export const usualNow = `coalesce(${careOn('fulfilment')}, h.usual_fulfilment)`;

/** Whether a person has set flags of `households h`, some for good or one that counts still. */
export const flagsSet = `(h.chosen_flags IS NOT NULL OR EXISTS (SELECT FROM jsonb_array_elements(h.care_later) l
  WHERE (l->>'from')::date > ${today}))`;

/** Of `households h` joined with its building `b`. */
export const listedColumns = `h.household_id AS id, h.compound, h.building, nullif(h.unit, '') AS unit, h.room, h.masked_name AS "maskedName",
  h.provisional AND h.confirmed_at IS NULL AS provisional, ${priorityNow} AS priority, coalesce(h.chosen_fulfilment, ${usualNow}) AS fulfilment, b.pickup_point_id AS "pickupPointId"`;

/** Nothing that a person has set, and nothing done for a reason: in `UPDATE households SET`. */
export const noCare = `chosen_flags = NULL, flag_terms = '', care_later = '[]', chosen_fulfilment = NULL, priority = false,
  usual_fulfilment = 'pick-up'`;
/** That a person has set something. */
export const isSet = `(coalesce(chosen_flags, chosen_fulfilment) IS NOT NULL OR flag_terms <> '')`;

/** A household with all that is shown of it without a reason. */
export interface Household extends ListedHousehold {
  readonly maskedPhone: string;
  /** Of households that were merged into this one, where they had another. */
  readonly otherMaskedPhones: readonly string[];
  readonly hasRemark: boolean;
  readonly residents: number;
  readonly residentsOver65: number;
  readonly fulfilmentChosen: boolean;
  readonly flagsChosen: boolean;
}
