import type { Sent, StepControllerOptions } from '@jielong/platform';
import { z } from 'zod';
import { runListens, theOnlyPoint, theOnlyStop, tripListens } from './listeners.js';

/** How a report of a step is filed, by its endpoint and by a link alike. */
export const loadsABus: StepControllerOptions = { listeners: tripListens, atItself: true };
export const meetsAtAStop: StepControllerOptions = { listeners: tripListens, placeOf: theOnlyStop, concerns: 'stops' };
export const closesAPoint: StepControllerOptions = { listeners: runListens, placeOf: theOnlyPoint, concerns: 'pickup-points' };

/** What does not look like events is refused later, whatever it names. */
const eventsIn = z.object({ events: z.array(z.object({ at: z.string(), ref: z.string().optional() })) });
/** The places of this kind, or where they are not named the run, for all of its. */
const placesIn =
  (kind: 'supplier' | 'bus' | 'pickup-point') =>
  ({ params, body }: Sent): unknown[] =>
    (eventsIn.safeParse(body).data?.events ?? []).flatMap(({ at, ref = params['id'] }) => (at === kind ? [ref] : []));
/** What happened to goods is noted, and taken back, by whoever is responsible where it happened: of the bought, of the bus, of the gate. */
export const notesGoods: StepControllerOptions = {
  listeners: runListens,
  names: [
    { kind: 'bought', in: placesIn('supplier') },
    { kind: 'buses', in: placesIn('bus') },
    { kind: 'pickup-points', in: placesIn('pickup-point') },
    { kind: 'goods-notes', in: ({ body }) => [body['corrects'] ?? []].flat() },
  ],
};
