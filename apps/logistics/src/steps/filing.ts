import type { Sent, StepControllerOptions } from '@jielong/platform';
import { z } from 'zod';
import { runListens, theOnlyPoint, theOnlyStop, tripListens } from './listeners.js';

/** How a report of a step is filed, by its endpoint and by a link alike. */
export const loadsABus: StepControllerOptions = { listeners: tripListens, atItself: true };
export const meetsAtAStop: StepControllerOptions = { listeners: tripListens, placeOf: theOnlyStop, concerns: 'stops' };
export const closesAPoint: StepControllerOptions = { listeners: runListens, placeOf: theOnlyPoint, concerns: 'pickup-points' };

/** What does not look like events is refused later, whatever it names. */
const eventsIn = z.object({ events: z.array(z.object({ at: z.string(), ref: z.string().optional() })) });
const gatesIn = ({ params, body }: Sent): unknown[] =>
  (eventsIn.safeParse(body).data?.events ?? []).flatMap(({ at, ref = params['id'] }) => (at === 'pickup-point' ? [ref] : []));
/** What lies at a gate is noted, and taken back, by whoever is responsible there; where the gate is not named, for each gate of the run. */
export const notesGoods: StepControllerOptions = {
  listeners: runListens,
  names: [
    { kind: 'pickup-points', in: gatesIn },
    { kind: 'goods-notes', in: ({ body }) => [body['corrects'] ?? []].flat() },
  ],
};
