import { DomainError } from '@jielong/kernel';
import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';

/** Makes a refused rule a refused update. A plain Error thrown in a handler would block the workflow instead. */
export const rejecting =
  <A extends unknown[], R>(rule: (...args: A) => R) =>
  (...args: A): R => {
    try {
      return rule(...args);
    } catch (error) {
      throw error instanceof DomainError ? refusal(error) : error;
    }
  };

/** The refusal in what an activity or a rule threw. Anything else is a fault, and goes on. */
export function refusalIn(error: unknown): ApplicationFailure {
  if (error instanceof DomainError) return refusal(error);
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure) return cause;
  throw error;
}

type Refused = Pick<DomainError, 'message' | 'code' | 'kind' | 'text' | 'details'>;
const refusal = ({ message, code, kind, text, details }: Refused): ApplicationFailure =>
  ApplicationFailure.create({ message, type: code, nonRetryable: true, details: [kind, text, details] });
