import type { LogisticsStepReport } from '@jielong/logistics-contract';
import type { Correct, Sent, StepControllerOptions } from '@jielong/platform';
import { z } from 'zod';
import { correctReport } from './apply-report.js';
import { runListens, theOnlyDispute, theOnlyPoint, theOnlyStop, tripListens } from './listeners.js';

/** Its endpoint has parsed it by the schema of its step. */
const correct: Correct = (tx, subject, report) => correctReport(tx, subject, report as LogisticsStepReport);

/** How a report of a step is filed, by its endpoint and by a link alike. */
export const loadsABus = { correct, listeners: tripListens, atItself: true } satisfies StepControllerOptions;
export const meetsAtAStop = { correct, listeners: tripListens, placeOf: theOnlyStop, concerns: 'stops' } satisfies StepControllerOptions;
export const closesAPoint = {
  correct,
  listeners: runListens,
  placeOf: theOnlyPoint,
  concerns: 'pickup-points',
} satisfies StepControllerOptions;
export const wrapsUp = { correct, listeners: runListens, concerns: 'pickup-points' } satisfies StepControllerOptions;
export const decidesADispute = { correct, listeners: runListens, placeOf: theOnlyDispute } satisfies StepControllerOptions;
export const disposes = { correct, listeners: runListens } satisfies StepControllerOptions;

/** What does not look like events is refused later, whatever it names. */
const eventsIn = z.object({ events: z.array(z.object({ at: z.string(), ref: z.string().optional() })) });
/** The places of this kind, or where they are not named the run, for all of its. */
const placesIn =
  (kind: 'supplier' | 'bus' | 'pickup-point') =>
  ({ params, body }: Sent): unknown[] =>
    (eventsIn.safeParse(body).data?.events ?? []).flatMap(({ at, ref = params['id'] }) => (at === kind ? [ref] : []));
/**
 * What happened to goods is noted, and taken back, by whoever is responsible where it happened: of the bought, of the bus, of the gate. What is
 * carried elsewhere is said by whoever gives it.
 */
export const notesGoods = {
  correct,
  listeners: runListens,
  alsoConcerns: [
    { kind: 'bought', ids: placesIn('supplier') },
    { kind: 'buses', ids: placesIn('bus') },
    { kind: 'pickup-points', ids: placesIn('pickup-point') },
    { kind: 'goods-notes', ids: ({ body }) => [body['corrects'] ?? []].flat() },
  ],
} satisfies StepControllerOptions;
