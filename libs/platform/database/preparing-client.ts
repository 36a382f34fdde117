import pg from 'pg';

/** Different statements that are kept prepared; those that come later are planned each time they are asked. */
const mostKept = 500;
const names = new Map<string, string>();
let named = 0;

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= mostKept) return known;
  const name = `jielong-${(named += 1)}`;
  names.set(text, name);
  return name;
}

/** It is prepared anew, under another name, on every connection. */
function forget(text: string, name: string): void {
  if (names.get(text) === name) names.delete(text);
}

/** A table was changed under a prepared statement ("cached plan must not change result type", or a type that no operator takes), or it is gone. */
const isOutdated = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && (error.routine === 'RevalidateCachedQuery' || error.code === '42883' || error.code === '26000');

type Send = (query: unknown, values?: unknown, done?: unknown) => Promise<unknown>;

/**
 * What comes with parameters comes again: each connection parses it once, and after a few times no longer plans it. What begins a transaction is
 * sent with its first statement, which fails where that does. What is sent before both are answered only reads.
 */
export class PreparingClient extends pg.Client {
  constructor(config: pg.ClientConfig) {
    super(config);
    const send = this.query.bind(this) as Send;
    let beginning: Promise<unknown> | undefined;
    const query: Send = async (text, values, done) => {
      if (text === 'START TRANSACTION') {
        beginning = send(text);
        beginning.catch(() => undefined); // the first statement says it
        return;
      }
      const begun = beginning;
      beginning = undefined;
      const name = typeof text === 'string' && Array.isArray(values) ? nameOf(text) : undefined;
      const sent = name === undefined ? send(text, values, done) : send({ name, text, values }, done);
      try {
        const [answer] = await Promise.all([sent, begun]);
        return answer;
      } catch (error) {
        if (name !== undefined && isOutdated(error)) forget(String(text), name);
        throw error;
      }
    };
    this.query = query as pg.Client['query'];
  }
}
