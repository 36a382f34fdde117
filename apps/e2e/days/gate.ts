import type { Actor } from '@jielong/kernel';
import { daysAhead } from '@jielong/testing';
import { decideConflict } from '../../logistics/src/pickups/decide-conflict.js';
import { reversePickup } from '../../logistics/src/pickups/reverse-pickup.js';
import { readPaper } from '../../logistics/src/wrap-ups/read-paper.js';
import type { BothServices } from './both-services.js';
import { type Heard, heard } from './heard.js';
import { community, type ToldDay } from './told-day.js';

export type Lines = Readonly<Record<string, number>>;
export interface Fetched {
  readonly scanId: string;
  readonly room: string;
  readonly lines?: Lines;
}
export interface TakenBack {
  readonly to: 'point' | 'missing' | 'damaged';
  readonly lines?: Lines;
}
export type Choice = 'dismiss' | 'count' | 'reverse-first';

const actor: Actor = { community, code: 'V001', grants: [], channel: 'api', session: 'a-day', correlationId: 'a-day' };

/** What is done at the gate of one day, on its only pickup point: plain transactions, of which the run's workflow hears afterwards. */
export class Gate {
  constructor(
    private readonly both: BothServices,
    private readonly day: ToldDay,
  ) {}

  /** A household fetches: asked online, or stated by a device that was offline. */
  async fetched(way: 'ask' | 'state', { room, scanId, lines }: Fetched): Promise<Heard> {
    const [point] = (await this.day.now()).goods.points;
    if (!point) return 'starting';
    const said = { scanId, ...(lines ? { lines } : {}), run: this.day.runId, pointId: point.point, by: { room } };
    return heard(async () => {
      if (way === 'ask') return (await this.both.desk.ask(actor, { ...said, kind: 'ask' })).status;
      const scans = [{ ...said, kind: 'state' as const, givenAt: `${daysAhead(99)}T10:00:00+08:00` }];
      return (await this.both.desk.state(actor, { deviceId: 'phone', scans }))[0]?.status ?? 'nothing';
    });
  }

  /** All or part of the nth pickup was not given after all. */
  takesBack = (nth: number, { to, lines }: TakenBack): Promise<Heard> =>
    this.corrected('SELECT pickup_id AS id FROM logistics.pickups WHERE run_id = $1 ORDER BY recorded_at, pickup_id', nth, (id) =>
      this.both.inLogistics(community, (tx) => reversePickup(tx, id, { to, reason: '扫错了一户', ...(lines ? { lines } : {}) }, actor)),
    );

  /** Somebody says what the nth scan was that contradicted the books. */
  decides = (nth: number, choice: Choice): Promise<Heard> =>
    this.corrected('SELECT conflict_id AS id FROM logistics.scan_conflicts WHERE run_id = $1 ORDER BY conflict_id', nth, (id) =>
      this.both.inLogistics(community, (tx) => decideConflict(tx, id, { runId: this.day.runId, choice, reason: '核对纸面', actor })),
    );

  /** What a volunteer types from paper; its id for the report that hands it out, or why it cannot be read. */
  async reads(text: string): Promise<{ readonly wrapUp?: string; readonly answer: Heard }> {
    let wrapUp: string | undefined;
    const answer = await heard(async () => {
      ({ id: wrapUp } = await this.both.inLogistics(community, (tx) => readPaper(tx, this.day.runId, { pages: [{ text }] })));
      return 'accepted';
    });
    return { ...(wrapUp === undefined ? {} : { wrapUp }), answer };
  }

  private async corrected(which: string, nth: number, correct: (id: string) => Promise<unknown>): Promise<Heard> {
    const rows = await this.both.auditor.rows<{ id: string }>(which, [this.day.runId]);
    const row = rows[nth % Math.max(1, rows.length)];
    if (!row) return 'nothing';
    return heard(async () => {
      await correct(row.id);
      await this.day.look();
      return 'accepted';
    });
  }
}
