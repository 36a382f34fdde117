import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { type Answer, ask } from './ask.js';
import { tokenOf } from './sign-in.js';

export type Language = 'zh' | 'en';
export interface Options {
  readonly url: string;
  readonly actor: string;
  readonly lang: Language;
  readonly json: boolean;
}
type Query = Readonly<Record<string, string | number | undefined>>;
interface Page<Item> {
  readonly items: Item[];
  readonly next: string | null;
}

/** One command's way to the API: who acts, in which language, with which address. */
export class Session {
  constructor(readonly options: Options) {}

  /** The options that every command takes stand on the program itself. */
  static of(command: Command): Session {
    return new Session(command.optsWithGlobals<Options>());
  }

  get<Body>(path: string, query: Query = {}): Promise<Body> {
    const given = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)] as [string, string]]));
    return this.call<Body>('GET', `${path}${given.length ? `?${new URLSearchParams(given).toString()}` : ''}`).then(({ body }) => body);
  }

  /** Every page of a list. */
  all = <Item>(path: string, query: Query = {}): Promise<Item[]> => this.pages((page) => this.get<Page<Item>>(path, { ...query, ...page }));

  /** Every page of what is looked for by something that may not stand in an address: a room. It only reads, so that it needs no key. */
  find = <Item>(path: string, wanted: object): Promise<Item[]> =>
    this.pages(async (page) => (await this.call<Page<Item>>('POST', path, { ...wanted, ...page })).body);

  /** What is read by saying why: it needs no key. */
  read = <Body>(path: string, why: object): Promise<Body> => this.call<Body>('POST', path, why).then(({ body }) => body);

  private async pages<Item>(read: (page: { limit: number; after: string | undefined }) => Promise<Page<Item>>): Promise<Item[]> {
    const items: Item[] = [];
    let after: string | undefined;
    do {
      const page = await read({ limit: 200, after });
      items.push(...page.items);
      after = page.next ?? undefined;
    } while (after);
    return items;
  }

  text = (path: string, query: Query = {}): Promise<string> => this.get<string>(path, query);

  /** A write that may be repeated: while the answer is "try again", the same key is sent again. */
  async post<Body>(path: string, body: unknown, key: string = randomUUID()): Promise<Body> {
    return (await this.call<Body>('POST', path, body, { 'Idempotency-Key': key })).body;
  }

  async patch<Body>(path: string, body: unknown): Promise<Body> {
    return (await this.call<Body>('PATCH', path, body, { 'Idempotency-Key': randomUUID() })).body;
  }

  async put<Body>(path: string, body: unknown): Promise<Body> {
    return (await this.call<Body>('PUT', path, body, { 'Idempotency-Key': randomUUID() })).body;
  }

  private async call<Body>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<Body>> {
    const { url, lang } = this.options;
    const token = await tokenOf(this.options);
    const request = {
      method,
      headers: {
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        'Accept-Language': lang === 'zh' ? 'zh-CN' : 'en',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    return ask<Body>(url, path, request);
  }
}
