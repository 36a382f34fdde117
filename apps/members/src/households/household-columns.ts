import type { Fulfilment } from '@jielong/members-contract';

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

/** Of `households h` joined with its building `b`. */
export const listedColumns = `h.household_id AS id, h.compound, h.building, nullif(h.unit, '') AS unit, h.room, h.masked_name AS "maskedName",
  h.provisional AND h.confirmed_at IS NULL AS provisional, h.priority, coalesce(h.chosen_fulfilment, h.usual_fulfilment) AS fulfilment, b.pickup_point_id AS "pickupPointId"`;

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
