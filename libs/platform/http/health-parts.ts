import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

/** Something that a service needs, or does its work better with. */
export interface HealthPart {
  readonly name: string;
  /** Whether the service can answer nobody without it. Temporal is not: orders and pickups go on. */
  readonly needed: boolean;
  readonly isUp: () => Promise<boolean>;
}
export interface Health {
  readonly status: 'up' | 'degraded' | 'down';
  readonly parts: Readonly<Record<string, 'up' | 'down'>>;
}
const patienceMs = 2_000;

/** Each part says for itself whether it is up; `/health/ready` asks. */
@Injectable()
export class HealthParts {
  private readonly parts: HealthPart[] = [];

  add(part: HealthPart): void {
    this.parts.push(part);
  }

  async look(): Promise<Health> {
    const states = await Promise.all(this.parts.map(async (part) => ({ ...part, up: await inTime(part) })));
    const down = states.filter(({ up }) => !up);
    return {
      status: down.some(({ needed }) => needed) ? 'down' : down.length ? 'degraded' : 'up',
      parts: Object.fromEntries(states.map(({ name, up }) => [name, up ? 'up' : 'down'])),
    };
  }
}

async function inTime(part: HealthPart): Promise<boolean> {
  const over = new AbortController();
  try {
    return await Promise.race([part.isUp(), setTimeout(patienceMs, false, { signal: over.signal })]);
  } catch {
    return false;
  } finally {
    over.abort();
  }
}
