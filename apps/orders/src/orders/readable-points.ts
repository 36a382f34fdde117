import { Injectable } from '@nestjs/common';
import type { Actor } from '@jielong/kernel';
import { Access } from '@jielong/platform';
import type { EntityManager } from 'typeorm';

interface Point {
  readonly id: string;
  readonly compound: string;
  readonly gate: string;
}
const points = `SELECT p.pickup_point_id AS id, r.compound, p.gate FROM run_pickup_points p JOIN supply_runs r USING (community_id, run_id)
  WHERE r.run_id = $1`;

/** Who is there for one gate of a run reads of its orders those that are collected there, and no others. */
@Injectable()
export class ReadablePoints {
  constructor(private readonly access: Access) {}

  /** The pickup points of a run whose orders somebody may read. */
  async of(tx: EntityManager, runId: string, actor: Actor): Promise<readonly string[]> {
    const rows = await tx.query<Point[]>(points, [runId]);
    return rows.filter(({ id: _, ...part }) => this.access.covers(actor, 'orders.read', part)).map(({ id }) => id);
  }
}
