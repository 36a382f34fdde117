import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { Auditor } from '../invariants.js';
import { OwnSystem, type SystemWish } from '../own-system.js';
import { testCodec } from '../test-codec.js';
import { SmallDay } from './small-day.js';
import { Promised, StubbornPerson } from './stubborn-person.js';
import { ledgersOf, type Ledgers } from './verdict.js';

/** A durable system with the sample community, on which harm is done. */
export class Ground {
  readonly promised = new Promised();
  readonly office: StubbornPerson;
  readonly day: SmallDay;
  private connection: Connection | undefined;

  private constructor(
    readonly system: OwnSystem,
    readonly auditor: Auditor,
    /** Where deaths are put, see fault-activities.ts. */
    private readonly deaths: string,
  ) {
    this.office = new StubbornPerson(system.gatewayUrl, 'sample/S001', this.promised);
    this.day = new SmallDay(this.office);
  }

  /** Activities of dead processes are taken for dead soon, so that nobody waits for them in vain. */
  static async make(wish: SystemWish = {}): Promise<Ground> {
    const deaths = mkdtempSync(join(tmpdir(), 'jielong-deaths-'));
    const env = { ACTIVITY_TIMEOUT_MS: '1500', ACTIVITY_PAUSE_MS: '1000', FAULT_ACTIVITIES: deaths, LOG_LEVEL: 'warn' };
    const system = await OwnSystem.start({ durable: true, supervised: true, ...wish, env: { ...env, ...wish.env } });
    return new Ground(system, await Auditor.open(system.adminUrl), deaths);
  }

  async stop(): Promise<void> {
    await this.connection?.close();
    await this.auditor.close();
    await this.system.stop();
    rmSync(this.deaths, { recursive: true, force: true });
  }

  /** What a day comes to when nothing goes wrong. */
  async undisturbed(): Promise<Ledgers> {
    const { runId } = await this.day.live();
    return ledgersOf(this.auditor, runId);
  }

  /** This activity's process dies so many times after it has committed. */
  doom(activity: string, times = 1): void {
    for (let i = 0; i < times; i += 1) writeFileSync(join(this.deaths, `${activity}.${i}`), '');
  }

  /** Deaths that nobody has died yet, by activity. */
  undied = (): string[] => readdirSync(this.deaths).map((file) => file.split('.')[0] ?? '');

  spare(): void {
    for (const file of readdirSync(this.deaths)) rmSync(join(this.deaths, file), { force: true });
  }

  async temporal(): Promise<Client> {
    this.connection ??= await Connection.connect({ address: this.system.temporalAddress });
    return new Client({ connection: this.connection, namespace: 'jielong', dataConverter: { payloadCodecs: [testCodec] } });
  }

  /** The wish that what a run has lost starts again. */
  async resume(runId: string): Promise<void> {
    for (const service of ['orders', 'logistics']) await this.office.post(`/processes/${service}/resume`, { run: runId });
  }
}
