export { type DueAt, dueAt } from './due-at.js';
export { type StageWord, stageWords, type WordState } from './stage-words.js';
export {
  checkDemand,
  checkOffered,
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
export { chosenPolicies, type PolicyWishes } from './chosen-policies.js';
export { catalogueRule, type CatalogueRow, catalogueTable, defaultSupplier } from './catalogue.js';
