import type { EntityManager } from 'typeorm';

/** The community and its first coordinator, before any list says who they are. */
export async function foundCommunity(tx: EntityManager, name: string, coordinator: string): Promise<void> {
  await tx.query('INSERT INTO communities (name) VALUES ($1) ON CONFLICT DO NOTHING', [name]);
  await tx.query(
    `INSERT INTO people (code, name, masked_name, phone, category, listed) VALUES ($1, '', '', '', '', false)
     ON CONFLICT (community_id, code) DO UPDATE SET ended_at = NULL`,
    [coordinator],
  );
  await tx.query(
    `INSERT INTO person_roles (code, role, scope, listed) VALUES ($1, 'coordinator', '社区', true)
     ON CONFLICT (community_id, code, role, scope) DO UPDATE SET ended_at = NULL`,
    [coordinator],
  );
}
