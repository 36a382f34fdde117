import { defaultPayloadConverter, type Headers } from '@temporalio/common';

/** The header that carries actor code and correlation id from HTTP to activities. Also read in the workflow bundle: no Node built-ins. */
export const contextHeader = 'jielong-context';

export interface CarriedContext {
  readonly correlationId: string;
  readonly actor?: string | undefined;
  readonly channel?: string | undefined;
}

export const withContext = (headers: Headers, context: CarriedContext | undefined): Headers =>
  context ? { ...headers, [contextHeader]: defaultPayloadConverter.toPayload(context) } : headers;

/** Undefined where there is none, or none that we wrote. */
export function contextIn(headers: Headers): CarriedContext | undefined {
  const payload = headers[contextHeader];
  if (!payload) return undefined;
  const carried = defaultPayloadConverter.fromPayload<Partial<CarriedContext> | null>(payload);
  return typeof carried?.correlationId === 'string' ? { ...carried, correlationId: carried.correlationId } : undefined;
}
