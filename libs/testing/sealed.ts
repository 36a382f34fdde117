import pg from 'pg';

async function asked<Row extends object>(adminUrl: string, sql: string, values: unknown[] = []): Promise<Row[]> {
  const db = new pg.Client({ connectionString: adminUrl });
  await db.connect();
  try {
    return (await db.query<Row>(sql, values)).rows;
  } finally {
    await db.end();
  }
}

/** Names of the constraints of a schema that let nothing but sealed values in: `people_name_sealed`. */
export async function sealedConstraints(adminUrl: string, schema: string): Promise<string[]> {
  const constraints = `SELECT conname AS name FROM pg_constraint WHERE connamespace = $1::regnamespace AND conname LIKE '%\\_sealed' ORDER BY 1`;
  return (await asked<{ name: string }>(adminUrl, constraints, [schema])).map(({ name }) => name);
}

/** Which of these words stand in any row of a schema, and in which table: what somebody finds who has the database and no key. */
export async function wordsInTheClear(adminUrl: string, schema: string, words: readonly string[]): Promise<string[]> {
  const tables = await asked<{ name: string }>(adminUrl, 'SELECT tablename AS name FROM pg_tables WHERE schemaname = $1 ORDER BY 1', [
    schema,
  ]);
  const found: string[] = [];
  for (const { name } of tables) {
    const [rows] = await asked<{ text: string | null }>(adminUrl, `SELECT string_agg(t::text, E'\\n') AS text FROM ${schema}.${name} t`);
    found.push(...words.filter((word) => rows?.text?.includes(word)).map((word) => `${name}: ${word}`));
  }
  return found;
}
