import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { tokenOf } from './sign-in.js';

/** What came back, refusals included: a journey looks at both. */
export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}
export interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The API refused where the story needed a yes. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
    call: string,
  ) {
    super(`${call}: ${status} ${problem.code} ${problem.detail} ${JSON.stringify(problem.details ?? {})}`);
  }
}
/** Between one question and the next: short at first, then longer, so that who waits is not what the services are busy with. */
async function* growing(): AsyncGenerator<void, never> {
  for (let ms = 100; ; ms = Math.min(ms * 1.5, 500)) yield setTimeout(ms);
}
const tooEarly = new Set(['starting', 'being-written', 'still-ordering', 'try-again', 'process-unreachable', 'accepted']);
/** One person at the public port. */
export class Person {
  /** How long it asks again. */
  protected readonly patienceMs: number = 60_000;

  constructor(
    protected readonly url: string,
    /** `<community>/<person code>` */
    readonly actor: string,
  ) {}

  get code(): string {
    return this.actor.split('/')[1] ?? '';
  }

  as(code: string): Person {
    return new Person(this.url, this.actorOf(code));
  }

  async call<Body>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<Body>> {
    const answer = await fetch(new URL(`/api${path}`, this.url), {
      method,
      headers: {
        ...(await this.identity()),
        'Accept-Language': 'zh-CN',
        'Idempotency-Key': randomUUID(),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const isJson = (answer.headers.get('content-type') ?? '').includes('json');
    return { status: answer.status, body: (isJson ? await answer.json() : await answer.text()) as Body };
  }

  get = <Body>(path: string): Promise<Body> => this.must<Body>('GET', path);

  post = <Body>(path: string, body: unknown = {}): Promise<Body> => this.must<Body>('POST', path, body);

  patch = <Body>(path: string, body: unknown): Promise<Body> => this.must<Body>('PATCH', path, body);

  /** Every page of a list. */
  async all<Item>(path: string): Promise<Item[]> {
    const items: Item[] = [];
    for (let after: string | null = ''; after !== null;) {
      const separator = path.includes('?') ? '&' : '?';
      const page: { items: Item[]; next: string | null } = await this.get(`${path}${separator}limit=200${after ? `&after=${after}` : ''}`);
      items.push(...page.items);
      after = page.next;
    }
    return items;
  }

  /** A report as a person makes it: again a little later, with the same id, while the answer is that it is too early. */
  async report<Body>(path: string, body: object = {}): Promise<Body> {
    const said = { reportId: randomUUID(), ...body };
    const until = Date.now() + this.patienceMs;
    for (const pauses = growing(); ; await pauses.next()) {
      const answer = await this.call<Body & Partial<Problem>>('POST', path, said);
      if (answer.status === 200) return answer.body;
      const isEarly = answer.status === 202 || tooEarly.has(answer.body.code ?? '');
      if (!isEarly || Date.now() > until) throw new Refused(answer.status, answer.body as Problem, path);
    }
  }

  /** Asks again until the answer is as awaited. */
  async until<Body>(path: string, holds: (body: Body) => boolean): Promise<Body> {
    const until = Date.now() + this.patienceMs;
    for (const pauses = growing(); ; await pauses.next()) {
      const { status, body } = await this.call<Body>('GET', path);
      if (status === 200 && holds(body)) return body;
      if (Date.now() > until)
        throw new Error(`${path} did not come to what was awaited: ${status} ${JSON.stringify(body).slice(0, 2_000)}`);
    }
  }

  /** The header that says who it is. */
  async identity(): Promise<Record<string, string>> {
    return { Authorization: `Bearer ${await tokenOf(this.url, this.actor)}` };
  }

  protected actorOf = (code: string): string => `${this.actor.split('/')[0] ?? ''}/${code}`;

  private async must<Body>(method: string, path: string, body?: unknown): Promise<Body> {
    const answer = await this.call<Body>(method, path, body);
    if (answer.status >= 300) throw new Refused(answer.status, answer.body as Problem, `${method} ${path}`);
    return answer.body;
  }
}
