import type { CalendarDate } from '@jielong/kernel';
import type { EntityManager } from 'typeorm';

/** The day by the database's clock, and who says something at which moment. */
export interface Today {
  readonly today: CalendarDate;
  readonly setBy: string;
  readonly setAt: string;
}

/** Of a statement, in Asia/Shanghai: what holds for some days is judged by it. */
export const today = `(clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date`;

/** The same, with whoever acts. */
export async function todayOf(tx: EntityManager): Promise<Today> {
  const [now] = await tx.query<[{ today: CalendarDate; setBy: string; at: Date }]>(
    `SELECT ${today}::text AS today, current_setting('app.actor', true) AS "setBy", clock_timestamp() AS at`,
  );
  return { today: now.today, setBy: now.setBy, setAt: now.at.toISOString() };
}
