import type { EntityManager } from 'typeorm';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly PlanNode[];
}
/** How a table was read by one statement: `Seq Scan`, `Index Scan`, and how often. */
export interface Scan {
  readonly by: string;
  readonly times: number;
}

/** How PostgreSQL reads a table in all that `work`, which only reads, asks of it. */
export async function scansOf(tx: EntityManager, table: string, work: (tx: EntityManager) => Promise<unknown>): Promise<Scan[]> {
  const scans: Scan[] = [];
  const query = async (sql: string, values?: unknown[]): Promise<unknown> => {
    const [row] = await tx.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }[]>(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, values);
    if (row) scans.push(...scansIn(row['QUERY PLAN'][0].Plan, table));
    return tx.query(sql, values);
  };
  await work(Object.assign(Object.create(tx) as EntityManager, { query }));
  return scans;
}

const scansIn = (node: PlanNode, table: string): Scan[] => [
  ...(node['Relation Name'] === table ? [{ by: node['Node Type'], times: node['Actual Loops'] }] : []),
  ...(node.Plans ?? []).flatMap((one) => scansIn(one, table)),
];
