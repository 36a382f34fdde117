export const roles = [
  'coordinator',
  'accountant',
  'purchaser',
  'gate-captain',
  'team-captain',
  'group-buy-leader',
  'building-captain',
  'grid-worker',
  'member',
  'volunteer',
] as const;
export type Role = (typeof roles)[number];
/** Of these, the roles that are given; the others follow from standing on the list of members or in a team. */
export const givenRoles = roles.filter((role) => role !== 'member' && role !== 'volunteer');

const office: readonly Role[] = ['coordinator'];
const leaders: readonly Role[] = [...office, 'group-buy-leader'];
const gate: readonly Role[] = [...office, 'gate-captain'];
/** Whoever is signed in, wherever they are. */
const everybody = 'everybody';

/**
 * The one table: who may do what, each for the part of the community that their role covers (a gate captain for a gate, a group-buy leader for a
 * compound). Every endpoint and every step names its row; whoever is not in it is refused.
 */
export const permissions = {
  'organisation.read': everybody,
  'organisation.import': office,
  'accounts.invite': office,
  'sessions.own': everybody,
  'sessions.end': office,
  'organisation.write': office,
  'people.read': office,
  'organisation.export': office,
  'households.read': [...leaders, 'gate-captain', 'building-captain', 'grid-worker'],
  'households.reveal': [...leaders, 'gate-captain', 'building-captain', 'grid-worker'],
  'people.reveal': office,
  'reveals.read': office,
  'households.write': [...office, 'grid-worker', 'building-captain'],
  'catalogue.read': everybody,
  'catalogue.import': office,
  'policies.read': everybody,
  'policies.write': office,
  'supply-runs.read': everybody,
  'supply-runs.open': leaders,
  'supply-runs.schedule': leaders,
  'supply-runs.move': leaders,
  'orders.read': [...leaders, 'building-captain', 'grid-worker', 'gate-captain'],
  'orders.place': [...leaders, 'building-captain', 'grid-worker'],
  'orders.move': leaders,
  'sign-ups.read': leaders,
  'sign-ups.commit': leaders,
  'purchases.read': everybody,
  'purchases.plan': leaders,
  'money.read': ['coordinator', 'accountant'],
  'payments.reverse': ['coordinator', 'accountant'],
  'payments.pay-out': ['coordinator', 'accountant'],
  'payments.waive': office,
  'settlements.supplement': ['coordinator', 'accountant'],
  'payments.record': ['coordinator', 'accountant', 'group-buy-leader', 'building-captain'],
  'trips.read': everybody,
  'trips.plan': leaders,
  'deliveries.record': [...gate, 'team-captain', 'building-captain'],
  'custody.read': everybody,
  'pickups.read': gate,
  'pickups.record': gate,
  'pickups.correct': [...office, 'gate-captain'],
  'sheets.read': [...gate, 'group-buy-leader', 'building-captain'],
  'steps.read': everybody,
  'steps.snooze': leaders,
  'audit.verify': office,
  'processes.read': office,
  'processes.resume': office,
  'step.lockOrders': leaders,
  'step.confirmPurchase': ['coordinator', 'purchaser'],
  'step.approveAllocation': office,
  'step.voidRun': office,
  'step.cancelRun': office,
  'step.approvePrice': office,
  'step.confirmLoading': [...office, 'team-captain'],
  'step.confirmHandoff': [...office, 'gate-captain', 'team-captain'],
  'step.contestHandoff': [...office, 'gate-captain', 'team-captain'],
  'step.decideDispute': office,
  'step.divertTrip': [...office, 'team-captain'],
  'step.noteGoods': [...office, 'gate-captain', 'team-captain', 'purchaser'],
  'wrap-ups.write': gate,
  'step.closePickup': [...office, 'gate-captain'],
  'step.wrapUp': [...office, 'gate-captain'],
  'step.disposeRemainder': office,
  'step.approveSettlement': ['coordinator', 'accountant'],
} as const satisfies Record<string, readonly Role[] | typeof everybody>;

export type Permission = keyof typeof permissions;
