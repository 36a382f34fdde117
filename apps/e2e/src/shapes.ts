/** What journeys and the demo read of the API's answers. */
export interface Run {
  readonly id: string;
  readonly workflowId: string;
  readonly stage: string;
  readonly portions: number;
  readonly households: number;
  readonly moneyFen: number;
  readonly bundles: readonly { code: string; name: string; unit: string; priceFen: number; ordered: number; left: number }[];
  readonly purchases: readonly { id: string; state: string; supplier: string }[];
  readonly allocation: { readonly version: number; readonly effective: boolean };
  readonly waitingFor: readonly string[];
}
export interface Goods {
  readonly trips: readonly { id: string; state: string; stops: readonly { id: string; pickupPointId: string; state: string }[] }[];
  readonly pickupPoints: readonly { id: string; name: string; state: string; ready: number; handedOut: number; left: number }[];
  readonly allocationVersion: number;
  readonly inFlight: number;
}
export interface PickupOrder {
  readonly orderId: string;
  readonly householdId: string;
  readonly building: string;
  readonly unit: string | null;
  readonly room: string;
  readonly maskedName: string;
  readonly code: string;
  readonly token: string;
  readonly fulfilment: string;
  readonly state: string;
  readonly lines: readonly { orderLineId: string; bundle: string; portions: number; handedOut: number }[];
}
export interface Custody {
  readonly balances: readonly {
    bundle: string;
    place: { kind: string; ref: string; name?: string };
    custodian?: string | null;
    portions: number;
  }[];
  readonly balanced: boolean;
}
export interface Money {
  readonly accounts: readonly { kind: string; holder: string; balanceFen: number }[];
  readonly balanced: boolean;
}
export interface Allocation {
  readonly version: number;
  readonly short: readonly {
    householdId?: string;
    room?: string;
    bundle: string;
    from: number;
    to: number;
    sentence: { zh: string; en: string };
  }[];
}
export interface Held {
  readonly fingerprint: string;
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}
export interface Preview {
  readonly revision: number;
  readonly held: readonly Held[];
}
export interface Committed {
  readonly revision: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
  readonly held: readonly Held[];
}
