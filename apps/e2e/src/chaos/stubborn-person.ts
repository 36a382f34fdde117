import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Person, type Answer } from '../api.js';

/** What has been answered "done": none of it may be missing in the rows. */
export class Promised {
  readonly reports = new Set<string>();
  readonly scans = new Set<string>();
  /** Tries that got no answer, or one that says "again". */
  repeats = 0;
}
interface Said {
  readonly reportId?: string;
  readonly scanId?: string;
  readonly scans?: readonly { readonly scanId: string }[];
}
interface Heard {
  readonly answers?: readonly { readonly status: string }[];
}

/** A person who sends the same again, under the same ids, until the answer is a yes or a no: nothing is said twice in other words. */
export class StubbornPerson extends Person {
  /** Twenty kills of each activity fall on the first few days, and each costs the start of a service. */
  protected override readonly patienceMs = 900_000;

  constructor(
    url: string,
    actor: string,
    readonly promised: Promised,
  ) {
    super(url, actor);
  }

  override as(code: string): StubbornPerson {
    return new StubbornPerson(this.url, this.actorOf(code), this.promised);
  }

  override async call<Body>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<Body>> {
    const same = { 'Idempotency-Key': randomUUID(), ...headers };
    const until = Date.now() + this.patienceMs;
    for (;;) {
      const answer = await super.call<Body>(method, path, body, same).catch(() => undefined);
      if (answer && answer.status < 500) {
        if (method === 'POST' && answer.status === 200) this.keep(body ?? {}, answer.body ?? {});
        return answer;
      }
      if (Date.now() > until) throw new Error(`${method} ${path} got no answer: ${String(answer?.status)} ${JSON.stringify(answer?.body)}`);
      this.promised.repeats += 1;
      await setTimeout(250);
    }
  }

  private keep({ reportId, scanId, scans = [] }: Said, { answers = [] }: Heard): void {
    if (reportId !== undefined) this.promised.reports.add(reportId);
    if (scanId !== undefined) this.promised.scans.add(scanId);
    scans.forEach((scan, i) => answers[i]?.status !== 'malformed' && this.promised.scans.add(scan.scanId));
  }
}
