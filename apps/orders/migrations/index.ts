import { First1795500000000 } from './1795500000000-first.migration.js';
import { BundleNames1795500000001 } from './1795500000001-bundle-names.migration.js';
import { PurchasesAndMoney1795500001000 } from './1795500001000-purchases-and-money.migration.js';
import { Ladders1795600000000 } from './1795600000000-ladders.migration.js';
import { DearPrices1795600001000 } from './1795600001000-dear-prices.migration.js';
import { Payments1795600001001 } from './1795600001001-payments.migration.js';
import { SupplementarySettlements1795600001002 } from './1795600001002-supplementary-settlements.migration.js';
import { CallingOff1795600003000 } from './1795600003000-calling-off.migration.js';
import { Places1795600004001 } from './1795600004001-places.migration.js';
import { Substitutes1795700000000 } from './1795700000000-substitutes.migration.js';
import { OrderMoves1795700006000 } from './1795700006000-order-moves.migration.js';
import { JoinedOrders1795700007000 } from './1795700007000-joined-orders.migration.js';
import { AuditChain1795800000000 } from './1795800000000-audit-chain.migration.js';
import { SealedValues1795900000000 } from './1795900000000-sealed-values.migration.js';
import { SealedEntries1795900001000 } from './1795900001000-sealed-entries.migration.js';
import { TemporalChannel1795900002000 } from './1795900002000-temporal-channel.migration.js';
import { StepLinks1796300000000 } from './1796300000000-step-links.migration.js';
import { Forgetting1796400004000 } from './1796400004000-forgetting.migration.js';
import { Erasures1796400004001 } from './1796400004001-erasures.migration.js';
import { AuditSessions1796402000000 } from './1796402000000-audit-sessions.migration.js';
import { RefusedErasures1796440000000 } from './1796440000000-refused-erasures.migration.js';
import { ForgottenReasons1796440001000 } from './1796440001000-forgotten-reasons.migration.js';
import { NoIndexOfRuns1796470000000 } from './1796470000000-no-index-of-runs.migration.js';
import { PublishedCollectors1796500000000 } from './1796500000000-published-collectors.migration.js';
import { AuditAddresses1796510000000 } from './1796510000000-audit-addresses.migration.js';

/** In the order in which they run. */
export const migrations = [
  First1795500000000,
  BundleNames1795500000001,
  PurchasesAndMoney1795500001000,
  Ladders1795600000000,
  DearPrices1795600001000,
  Payments1795600001001,
  SupplementarySettlements1795600001002,
  CallingOff1795600003000,
  Places1795600004001,
  Substitutes1795700000000,
  OrderMoves1795700006000,
  JoinedOrders1795700007000,
  AuditChain1795800000000,
  SealedValues1795900000000,
  SealedEntries1795900001000,
  TemporalChannel1795900002000,
  StepLinks1796300000000,
  Forgetting1796400004000,
  Erasures1796400004001,
  AuditSessions1796402000000,
  RefusedErasures1796440000000,
  ForgottenReasons1796440001000,
  NoIndexOfRuns1796470000000,
  PublishedCollectors1796500000000,
  AuditAddresses1796510000000,
];
