import type { DataSource } from 'typeorm';

/** Every community of which this service has rows. Whoever has written anything has an audit entry; these two tables hold ids only, and show them for all. */
export async function communitiesOf(db: DataSource): Promise<string[]> {
  const found = await db.query<{ id: string }[]>(
    'SELECT community_id AS id FROM audit_heads UNION SELECT community_id FROM audit_queue ORDER BY 1',
  );
  return found.map(({ id }) => id);
}
