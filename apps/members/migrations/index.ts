import { First1764000000000 } from './1764000000000-first.migration.js';
import { Statistics1795500000000 } from './1795500000000-statistics.migration.js';
import { Merges1795600006000 } from './1795600006000-merges.migration.js';
import { AuditChain1795800000000 } from './1795800000000-audit-chain.migration.js';
import { SealedValues1795900000000 } from './1795900000000-sealed-values.migration.js';
import { Reveals1795900001000 } from './1795900001000-reveals.migration.js';
import { Accounts1796000000000 } from './1796000000000-accounts.migration.js';
import { BranchesAndGroups1796100000000 } from './1796100000000-branches-and-groups.migration.js';
import { SealedParticulars1796200000000 } from './1796200000000-sealed-particulars.migration.js';
import { PublishedRoles1796300000000 } from './1796300000000-published-roles.migration.js';
import { PublishedLeaders1796400000000 } from './1796400000000-published-leaders.migration.js';
import { Forgetting1796400004000 } from './1796400004000-forgetting.migration.js';
import { Erasures1796400004001 } from './1796400004001-erasures.migration.js';
import { FlagTerms1796400004002 } from './1796400004002-flag-terms.migration.js';
import { Proxies1796400004003 } from './1796400004003-proxies.migration.js';
import { AuditSessions1796402000000 } from './1796402000000-audit-sessions.migration.js';
import { Shifts1796402001000 } from './1796402001000-shifts.migration.js';
import { HouseholdLinks1796410000000 } from './1796410000000-household-links.migration.js';
import { ApiKeys1796411000000 } from './1796411000000-api-keys.migration.js';
import { ForgottenHouseholdLinks1796421000000 } from './1796421000000-forgotten-household-links.migration.js';
import { ForgettingDevices1796430000000 } from './1796430000000-forgetting-devices.migration.js';
import { PublishedReveals1796450000000 } from './1796450000000-published-reveals.migration.js';
import { SteadyViews1796460000000 } from './1796460000000-steady-views.migration.js';
import { NamedGateVolunteers1796500001000 } from './1796500001000-named-gate-volunteers.migration.js';
import { AuditAddresses1796510000000 } from './1796510000000-audit-addresses.migration.js';
import { IndexedProxies1796530000000 } from './1796530000000-indexed-proxies.migration.js';

/** In the order in which they run. */
export const migrations = [
  First1764000000000,
  Statistics1795500000000,
  Merges1795600006000,
  AuditChain1795800000000,
  SealedValues1795900000000,
  Reveals1795900001000,
  Accounts1796000000000,
  BranchesAndGroups1796100000000,
  SealedParticulars1796200000000,
  PublishedRoles1796300000000,
  PublishedLeaders1796400000000,
  Forgetting1796400004000,
  Erasures1796400004001,
  FlagTerms1796400004002,
  Proxies1796400004003,
  AuditSessions1796402000000,
  Shifts1796402001000,
  HouseholdLinks1796410000000,
  ApiKeys1796411000000,
  ForgottenHouseholdLinks1796421000000,
  ForgettingDevices1796430000000,
  PublishedReveals1796450000000,
  SteadyViews1796460000000,
  NamedGateVolunteers1796500001000,
  AuditAddresses1796510000000,
  IndexedProxies1796530000000,
];
