/** The first column of every table. It never needs to be named: the transaction knows the community. */
export const tenant = `community_id text NOT NULL DEFAULT current_setting('app.community_id')`;

/** Row-level security for one table, for the owner too. */
export const guard = (table: string): string => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY community ON ${table}
    USING (community_id = current_setting('app.community_id')) WITH CHECK (community_id = current_setting('app.community_id'));`;

/** What the application role may do with a table besides reading it: `grant('orders', 'INSERT, UPDATE', 'jielong_orders_app')`. */
export const grant = (table: string, rights: string, role: string): string => `GRANT SELECT, ${rights} ON ${table} TO ${role};`;

/** A published view, `publish('members.published_people_v1', 'SELECT …', ['jielong_orders_app'])`. Row-level security holds through it. */
export const publish = (view: string, select: string, readers: readonly string[]): string => `
  CREATE VIEW ${view} AS ${select};
  ${readers.map((role) => `GRANT USAGE ON SCHEMA ${view.split('.')[0]} TO ${role}; GRANT SELECT ON ${view} TO ${role};`).join('\n  ')}`;
