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

/** "cached plan must not change result type": a table was changed under a statement. */
const isOutdated = (error: unknown): boolean => error instanceof pg.DatabaseError && error.routine === 'RevalidateCachedQuery';

type Send = (query: unknown, values?: unknown, done?: unknown) => Promise<unknown>;

/**
 * What comes with parameters comes again: each connection parses it once, and after a few times no longer plans it. A transaction begins
 * with its first statement: what begins it is sent with that, and not waited for, for it fails only where the connection does.
 */
export class PreparingClient extends pg.Client {
  constructor(config: pg.ClientConfig) {
    super(config);
    const send = this.query.bind(this) as Send;
    const query: Send = async (text, values, done) => {
      if (text === 'START TRANSACTION') return void send(text).catch(() => undefined);
      const name = typeof text === 'string' && Array.isArray(values) ? nameOf(text) : undefined;
      if (name === undefined) return send(text, values, done);
      try {
        return await send({ name, text, values }, done);
      } catch (error) {
        if (isOutdated(error)) names.delete(String(text)); // it is prepared anew, under another name, on every connection
        throw error;
      }
    };
    this.query = query as pg.Client['query'];
  }
}
