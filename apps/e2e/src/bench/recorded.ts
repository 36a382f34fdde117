import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';

/** A statement with its parameters, as PostgreSQL has logged it. */
interface Statement {
  readonly sql: string;
  readonly parameters: readonly (string | null)[];
}
const entry = /^\d{4}-\d\d-\d\d [\d:.]+ UTC \[(\d+)\] (\w+):\s+/;

/** The statements of the one transaction that `work` has made under `key`, in their order, as the server has seen them. */
export async function recorded(adminUrl: string, dataDir: string, key: string, work: () => Promise<unknown>): Promise<Statement[]> {
  const admin = new pg.Client(adminUrl);
  await admin.connect();
  const log = join(dataDir, 'logs', 'postgres.log');
  const from = readFileSync(log, 'utf8').length;
  try {
    await logging(admin, 'all');
    await work();
    return await told(`the COMMIT under ${key} in ${log}`, async () => transactionWith(readFileSync(log, 'utf8').slice(from), key));
  } finally {
    await logging(admin, 'none');
    await admin.end();
  }
}

async function logging(admin: pg.Client, what: 'all' | 'none'): Promise<void> {
  await admin.query(`ALTER SYSTEM SET log_statement = '${what}'`);
  await admin.query('SELECT pg_reload_conf()');
  await told(`log_statement = ${what}`, async () => {
    const { rows } = await admin.query<{ log_statement: string }>('SHOW log_statement');
    return rows[0]?.log_statement === what || undefined;
  });
}

/** Asks until there is an answer: the server reads its settings, and writes its log, a moment later. */
async function told<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  for (const giveUp = Date.now() + 10_000; Date.now() < giveUp; await setTimeout(10)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
  }
  throw new Error(`waited 10 s in vain for ${what}`);
}

interface Line {
  readonly pid: string;
  readonly level: string;
  text: string;
}

function linesOf(log: string): Line[] {
  const lines: Line[] = [];
  for (const raw of log.split('\n')) {
    const [all, pid, level] = entry.exec(raw) ?? [];
    const last = lines.at(-1);
    if (all !== undefined && pid !== undefined && level !== undefined) lines.push({ pid, level, text: raw.slice(all.length) });
    else if (last) last.text += `\n${raw}`;
  }
  return lines;
}

/** The statements between START and COMMIT of the transaction that names `key`; undefined while not all of them are there. */
export function transactionWith(log: string, key: string): Statement[] | undefined {
  const lines = linesOf(log);
  const pid = lines.find(({ text }) => text.includes(key))?.pid;
  const own = lines.filter((line) => line.pid === pid);
  const at = own.findIndex(({ text }) => text.includes(key));
  const start = own.findLastIndex(({ text }, i) => i <= at && text.includes('START TRANSACTION'));
  const end = own.findIndex(({ text }, i) => i > at && /(statement|execute [^:]*): COMMIT/.test(text));
  if (at < 0 || start < 0 || end < 0) return undefined;
  return own.slice(start + 1, end).flatMap(({ level, text }, i, all): Statement[] => {
    const sql = /^(?:statement|execute [^:]*): ([\s\S]*)$/.exec(text)?.[1];
    if (level !== 'LOG' || sql === undefined) return [];
    const detail = all[i + 1];
    return [{ sql: sql.replaceAll('\t', ''), parameters: detail?.level === 'DETAIL' ? parametersIn(detail.text) : [] }];
  });
}

const parametersIn = (detail: string): (string | null)[] =>
  [...detail.matchAll(/\$\d+ = (NULL|'(?:[^']|'')*')/g)].map(([, value = '']) =>
    value === 'NULL' ? null : value.slice(1, -1).replaceAll("''", "'"),
  );

const anyUuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The same statements about something else: ids as `renamed` says, and those that it does not know made anew. */
export function about(statements: readonly Statement[], renamed: ReadonlyMap<string, string>, stays: ReadonlySet<string>): Statement[] {
  const names = new Map(renamed);
  const rename = (text: string): string => {
    let said = text;
    for (const [from, to] of renamed) if (!anyUuidOnly.test(from)) said = said.replaceAll(from, to);
    return said.replaceAll(anyUuid, (id) => {
      if (stays.has(id)) return id;
      const to = names.get(id) ?? crypto.randomUUID();
      names.set(id, to);
      return to;
    });
  };
  return statements.map(({ sql, parameters }) => ({ sql, parameters: parameters.map((value) => (value === null ? null : rename(value))) }));
}
const anyUuidOnly = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** One transaction of them, prepared as a service's are: by their place, for a pool replays the same ones again and again. */
export async function replay(pool: pg.Pool, statements: readonly Statement[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('START TRANSACTION');
    for (const [place, { sql, parameters }] of statements.entries())
      await client.query({ name: `bare-${place}`, text: sql, values: [...parameters] });
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

/** As the service's own role, in its schema. */
export const serviceConnections = (adminUrl: string, schema: 'orders' | 'logistics', most: number): pg.Pool => {
  const url = new URL(adminUrl);
  [url.username, url.password] = [`jielong_${schema}_app`, 'jielong-test'];
  return new pg.Pool({ connectionString: url.href, max: most, options: `-c search_path=${schema},public` });
};
