import { Person } from '../api.js';
import { tokenOf } from '../sign-in.js';

const freshMs = 30_000;

/** Somebody at a service's own port, as the gateway sends them on: what is measured is the service. */
export class AtService extends Person {
  private asked = 0;
  private token: Promise<string> | undefined;

  constructor(
    url: string,
    actor: string,
    private readonly doors: { readonly gateway: string; readonly members: string },
  ) {
    super(url, actor);
  }

  override async identity(): Promise<Record<string, string>> {
    if (this.token === undefined || Date.now() - this.asked > freshMs) {
      this.asked = Date.now();
      this.token = this.lookedUp();
    }
    return { 'Jielong-Token': await this.token };
  }

  private async lookedUp(): Promise<string> {
    const credential = await tokenOf(this.doors.gateway, this.actor);
    const answer = await fetch(new URL('/api/internal/callers', this.doors.members), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ credential }),
    });
    return ((await answer.json()) as { token: string }).token;
  }
}
