import type { StepControllerOptions } from '@jielong/platform';
import { runListens, theOnlyPoint, theOnlyStop, tripListens } from './listeners.js';

/** How a report of a step is filed, by its endpoint and by a link alike. */
export const loadsABus: StepControllerOptions = { listeners: tripListens, atItself: true };
export const meetsAtAStop: StepControllerOptions = { listeners: tripListens, placeOf: theOnlyStop, concerns: 'stops' };
export const closesAPoint: StepControllerOptions = { listeners: runListens, placeOf: theOnlyPoint, concerns: 'pickup-points' };
