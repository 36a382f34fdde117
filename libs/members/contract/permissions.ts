export const roles = [
  'coordinator',
  'operator',
  'accountant',
  'purchaser',
  'gate-captain',
  'team-captain',
  'group-buy-leader',
  'building-captain',
  'grid-worker',
  'branch-secretary',
  'group-leader',
  'member',
  'volunteer',
  'gate-volunteer',
] as const;
export type Role = (typeof roles)[number];
/** Besides what people are: a household, by its link. It holds nothing that is for everybody who has signed in. */
export const actingRoles = [...roles, 'household'] as const;
export type ActingRole = (typeof actingRoles)[number];
const followingRoles = ['branch-secretary', 'group-leader', 'member', 'volunteer'] as const satisfies readonly Role[];
type FollowingRole = (typeof followingRoles)[number];
const isGiven = (role: Role): role is Exclude<Role, FollowingRole> => !followingRoles.some((it) => it === role);
/** Of these, the roles that are given; the others follow from what somebody does in a branch, a group or a team, or from standing on the list of members. */
export const givenRoles = roles.filter(isGiven);

/** As lists write them, and as people call each other. */
export const roleNames = {
  coordinator: '协调员',
  operator: '运维',
  accountant: '会计',
  purchaser: '采购员',
  'gate-captain': '卡口负责人',
  'team-captain': '队长',
  'group-buy-leader': '团长',
  'building-captain': '楼栋长',
  'grid-worker': '网格员',
  'branch-secretary': '支部书记',
  'group-leader': '组长',
  member: '组员',
  volunteer: '志愿者',
  'gate-volunteer': '卡口志愿者',
  household: '住户',
  everybody: '已登录的人',
} as const satisfies Record<ActingRole | 'everybody', string>;

const office: readonly Role[] = ['coordinator'];
const leaders: readonly Role[] = [...office, 'group-buy-leader'];
const gate: readonly Role[] = [...office, 'gate-captain'];
const atTheGate: readonly Role[] = [...gate, 'gate-volunteer'];
/** Of people, and of the compounds that their groups are in charge of. */
const groupLeaders: readonly Role[] = ['branch-secretary', 'group-leader'];
/** Whoever has signed in, wherever they are, named gate volunteers too: neither a household by its link nor a device of a shift. */
const everybody = 'everybody';
const alsoShifts = [everybody, 'gate-volunteer'] as const;

/**
 * The one table: who may do what, each for the part of the community that their role covers (a gate captain for a gate, a group-buy leader for a
 * compound). Every endpoint and every step names its row; whoever is not in it is refused.
 */
export const permissions = {
  'organisation.read': everybody,
  'organisation.import': office,
  'accounts.invite': office,
  'me.read': alsoShifts,
  'sessions.own': everybody,
  'sessions.end': office,
  'shifts.open': gate,
  'shifts.stand': ['gate-volunteer'],
  'keys.read': office,
  'keys.write': office,
  'organisation.write': office,
  'people.find': office,
  'people.read': [...office, ...groupLeaders],
  'groups.propose': office,
  'organisation.export': office,
  'households.read': [...leaders, 'gate-captain', 'building-captain', 'grid-worker', ...groupLeaders],
  'households.reveal': [...leaders, 'gate-captain', 'building-captain', 'grid-worker', ...groupLeaders],
  /** Of these, whoever has something to hand over to the household now. */
  'households.contact': [...atTheGate, 'team-captain', 'building-captain', 'group-leader'],
  'people.reveal': [...office, ...groupLeaders],
  'reveals.read': office,
  'households.write': [...office, 'grid-worker', 'building-captain'],
  'households.link': [...office, 'grid-worker', 'building-captain'],
  'home.read': ['household'],
  'catalogue.read': alsoShifts,
  'catalogue.import': office,
  'policies.read': everybody,
  'policies.write': office,
  'data.export': office,
  'data.erase': office,
  'retention.read': office,
  'retention.run': office,
  'supply-runs.read': alsoShifts,
  'supply-runs.open': leaders,
  'supply-runs.schedule': leaders,
  'supply-runs.move': leaders,
  'orders.read': [...leaders, 'building-captain', 'grid-worker', 'gate-captain', ...groupLeaders, 'household'],
  'orders.place': [...leaders, 'building-captain', 'grid-worker', 'household'],
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
  'deliveries.record': [...gate, 'team-captain', 'building-captain', 'group-leader'],
  'custody.read': alsoShifts,
  'pickups.read': atTheGate,
  'pickups.record': atTheGate,
  'pickups.correct': [...office, 'gate-captain'],
  'pickups.replace-code': [...gate, 'building-captain'],
  'sheets.read': [...gate, 'group-buy-leader', 'building-captain', ...groupLeaders],
  'steps.read': everybody,
  'steps.snooze': leaders,
  'audit.verify': [...office, 'operator'],
  'processes.read': [...office, 'operator'],
  'processes.resume': [...office, 'operator'],
  'payloads.read': ['operator'],
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
} as const satisfies Record<string, readonly (ActingRole | typeof everybody)[] | typeof everybody>;

export type Permission = keyof typeof permissions;
