export { type LogisticsStep, type LogisticsStepReport, type CountLine, type Party, type Counting, logisticsSteps } from './steps.js';
export type { ClosePickup, ConfirmHandoff, ConfirmLoading, DisposeRemainder, Disposition } from './steps.js';
export type { ContestHandoff, DecideDispute, DivertTrip, GoodsEvent, NoteGoods, PassedOnTo, WrapUp } from './steps.js';
export { type GoodsState, type PointState, type TripInput, type TripState, tripWorkflowId } from './trip.js';
export { type LogisticsActivities } from './activities.js';
export { type LogisticsRetentionActivities } from './retention.js';
export { type Place, type PlaceKind, inFlightKinds, placeKinds } from './places.js';
export { logisticsViews, type PublishedBalance, type PublishedPickup } from './published.js';
export { logisticsPages, logisticsRoutes } from './routes.js';
