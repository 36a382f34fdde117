export { type DueAt, dueAt } from './due-at.js';
export { type StageWord, stageWords, type WordState } from './stage-words.js';
export {
  checkDemand,
  checkOrdering,
  differenceOf,
  type Door,
  type Items,
  leftOf,
  nothingOrdered,
  type OpenBundle,
  type OrderingHours,
  portionsOf,
  wanted,
} from './demand.js';
export { type Increment, regrown } from './increments.js';
