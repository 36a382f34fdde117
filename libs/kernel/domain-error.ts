export type ErrorKind = 'invalid' | 'forbidden' | 'not-found' | 'conflict';

/** What people read, in both languages of the product. Nothing personal: it may reach logs and Temporal's failure messages. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

/** A rule said no. Everything else that is thrown is a fault. `Code` is a literal union per domain. */
export class DomainError<Code extends string = string> extends Error {
  constructor(
    readonly kind: ErrorKind,
    readonly code: Code,
    readonly text: Text,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(text.en);
    this.name = 'DomainError';
  }
}
