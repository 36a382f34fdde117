import type { Text } from '@jielong/kernel';

/** One field of the input that is wrong. `path` is `lines.0.portions`; empty for the whole body. */
export interface FieldError {
  readonly path: string;
  readonly message: Text;
}
interface Extras {
  readonly headers?: Readonly<Record<string, string>>;
  readonly errors?: readonly FieldError[];
  readonly details?: Readonly<Record<string, unknown>>;
}

/** An answer of the infrastructure that is no rule's refusal: who are you, not like that, not now. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly status: number,
    readonly code: string,
    readonly text: Text,
    readonly extras: Extras = {},
  ) {
    super(text.en);
  }
}

/** 400: the request does not have the shape that the endpoint wants. */
export const malformed = (text: Text, errors: readonly FieldError[] = []): ProblemError =>
  new ProblemError(400, 'malformed', text, { errors });

/** JSON that is too deep or too long to be walked. Body parsers set a status of their own on what they are thrown, so it is no ProblemError. */
export class Sprawling extends Error {
  override readonly name = 'Sprawling';
}

/** 503 with Retry-After, in whole seconds. The same request may be sent again as it is. */
export const unavailable = (code: string, text: Text, afterSeconds: number): ProblemError =>
  new ProblemError(503, code, text, { headers: { 'Retry-After': String(afterSeconds) } });

/** 415: a body that is not JSON would silently count as none. */
export const otherMedia = (): ProblemError =>
  new ProblemError(415, 'not-json', {
    zh: '请求内容须为 UTF-8 的 JSON（Content-Type: application/json）。',
    en: 'The body must be JSON in UTF-8 (Content-Type: application/json).',
  });
