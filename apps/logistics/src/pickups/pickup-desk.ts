import { Injectable } from '@nestjs/common';
import type { Actor } from '@jielong/kernel';
import type { FirstRead } from '@jielong/platform';
import { DataSource } from 'typeorm';
import { hearBatch } from './batch.js';
import { type Hearing, hearAsking } from './hearing.js';
import type { Ask, Batch } from './pickup.schema.js';
import { saidOf } from './said.js';
import { type Circumstances, writeVerdicts } from './verdict.rows.js';

/** Where scans are heard: one that asks, or many that state. */
@Injectable()
export class PickupDesk {
  constructor(private readonly db: DataSource) {}

  /** Hands out, or throws why not; then nothing is kept. The same scan again gives the first answer. */
  ask(actor: Actor, body: Ask, check?: FirstRead) {
    const scan = saidOf(body, actor);
    const how: Circumstances = { actor, deviceId: null, outcome: 'handed-out', evidence: 'counted', bodies: new Map([[scan, body]]) };
    const write: Hearing['write'] = (tx, verdicts) => writeVerdicts(tx, verdicts, how);
    return hearAsking(this.db, { community: actor.community, scans: [scan], write, check });
  }

  /** Hears every item and answers in their order. */
  state(actor: Actor, batch: Batch) {
    return hearBatch(this.db, actor, batch);
  }
}
