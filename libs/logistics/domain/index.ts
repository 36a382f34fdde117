export { freshCodes } from './codes.js';
export { type Decision, type EarlierPickup, type HandOutLine, type PickupLine, type PickupOrder, type PickupPoint } from './pickup.js';
export { type PickupOrderState, type Scan, type ScanKind, byBundle, decide, handedOut, pickupStateOf } from './pickup.js';
export * as pickupProblems from './pickup-problems.js';
export { type PickupProblem, type PickupProblemCode } from './pickup-problems.js';
export { type FindableOrder, type Found, type ScanBy, type ScanFlag, findOrder, flagsOf } from './scan.js';
