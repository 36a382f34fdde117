import { First1795500000000 } from './1795500000000-first.migration.js';
import { OnePickupAScan1795500000001 } from './1795500000001-one-pickup-a-scan.migration.js';
import { Ladders1795600000000 } from './1795600000000-ladders.migration.js';
import { WrapUps1795600001000 } from './1795600001000-wrap-ups.migration.js';
import { CorrectionsAtTheGate1795600002000 } from './1795600002000-corrections-at-the-gate.migration.js';
import { CallingOff1795600003000 } from './1795600003000-calling-off.migration.js';
import { Disposals1795600004000 } from './1795600004000-disposals.migration.js';
import { GivenUpStops1795600004001 } from './1795600004001-given-up-stops.migration.js';
import { GivenWayPurchases1795700000000 } from './1795700000000-given-way-purchases.migration.js';
import { AuditChain1795800000000 } from './1795800000000-audit-chain.migration.js';
import { SealedValues1795900000000 } from './1795900000000-sealed-values.migration.js';
import { StepLinks1796300000000 } from './1796300000000-step-links.migration.js';
import { Forgetting1796400004000 } from './1796400004000-forgetting.migration.js';
import { Erasures1796400004001 } from './1796400004001-erasures.migration.js';
import { AuditSessions1796402000000 } from './1796402000000-audit-sessions.migration.js';
import { PickupCodes1796420000000 } from './1796420000000-pickup-codes.migration.js';
import { MalformedScans1796460000000 } from './1796460000000-malformed-scans.migration.js';
import { ReportRuns1796470000000 } from './1796470000000-report-runs.migration.js';
import { Goods1796480000000 } from './1796480000000-goods.migration.js';
import { WaitingOrders1796490000000 } from './1796490000000-waiting-orders.migration.js';
import { AuditAddresses1796510000000 } from './1796510000000-audit-addresses.migration.js';
import { PublishedDisputes1796520000000 } from './1796520000000-published-disputes.migration.js';

/** In the order in which they run. */
export const migrations = [
  First1795500000000,
  OnePickupAScan1795500000001,
  Ladders1795600000000,
  WrapUps1795600001000,
  CorrectionsAtTheGate1795600002000,
  CallingOff1795600003000,
  Disposals1795600004000,
  GivenUpStops1795600004001,
  GivenWayPurchases1795700000000,
  AuditChain1795800000000,
  SealedValues1795900000000,
  StepLinks1796300000000,
  Forgetting1796400004000,
  Erasures1796400004001,
  AuditSessions1796402000000,
  PickupCodes1796420000000,
  MalformedScans1796460000000,
  ReportRuns1796470000000,
  Goods1796480000000,
  WaitingOrders1796490000000,
  AuditAddresses1796510000000,
  PublishedDisputes1796520000000,
];
