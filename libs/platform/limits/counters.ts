import pg from 'pg';

const usualPatienceMs = 500;
const restMs = 1_000;

/** PostgreSQL as far as limits need it: asked briefly, and left alone for a second once it has not answered, so that nobody waits for it. */
export class Counters {
  private readonly pool: pg.Pool;
  private restsUntil = 0;

  constructor(url: string, patienceMs = usualPatienceMs) {
    this.pool = new pg.Pool({
      connectionString: url,
      max: 6,
      application_name: 'jielong-limits',
      connectionTimeoutMillis: patienceMs,
      query_timeout: patienceMs,
      statement_timeout: patienceMs,
      keepAlive: true,
      options: '-c synchronous_commit=off', // a count that a crash loses is a try more; to wait for the disk would be every request's delay
    });
    this.pool.on('error', () => undefined); // an idle connection has ended; the next query says so
  }

  async query<Row extends pg.QueryResultRow>(query: pg.QueryConfig): Promise<pg.QueryResult<Row>> {
    if (performance.now() < this.restsUntil) throw new Error('PostgreSQL did not answer a moment ago');
    try {
      return await this.pool.query<Row>(query);
    } catch (error) {
      this.restsUntil = performance.now() + restMs;
      throw error;
    }
  }

  end(): Promise<void> {
    return this.pool.end();
  }
}
