import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { acting } from '@jielong/testing';
import supertest from 'supertest';
import { linkOf } from './members-views.js';
import { community, type OrdersService } from './orders-service.js';

interface Order {
  readonly id: string;
  readonly items: Record<string, number>;
  readonly way: string;
  readonly state: string;
}

/** The revision in the form of this run on a page. */
export const revisionIn = (text: string, run: string): string =>
  new RegExp(`name="run" value="${run}"><input type="hidden" name="revision" value="(\\w*)"`).exec(text)?.[1] ?? '';

/** A household that acts by its link: by the forms of its page, and by the API as the gateway lets it in. */
export class AtHome {
  private constructor(
    private readonly orders: OrdersService,
    readonly household: string,
    readonly link: string,
  ) {}

  /** Who lives in a room alone, with a link of its own. */
  static async in(orders: OrdersService, room = ''): Promise<AtHome> {
    const household = await orders.householdAt(room);
    return new AtHome(orders, household, await linkOf(orders.admin, community, household));
  }

  readonly page = (link = this.link) => this.http.get(`/api/home?t=${link}`);
  readonly press = (form: Record<string, string>, link = this.link) => this.http.post(`/api/home?t=${link}`).type('form').send(form);

  /** What the form says that its page was made of, before anything is filled in. */
  readonly madeOf = async (run: string): Promise<string> => revisionIn((await this.page()).text, run);
  readonly ordering = async (run: string, portions: string, remark = '', revision?: string) =>
    this.press({ answer: 'order', run, revision: revision ?? (await this.madeOf(run)), 'portions|SC01': portions, remark });
  readonly ordered = async (status: number, ...form: Parameters<AtHome['ordering']>) => {
    const answer = await this.ordering(...form);
    expect(answer.status).toBe(status);
    return answer;
  };

  /** Its orders of a run, as the coordinator reads them. */
  async ordersOf(run: string): Promise<Order[]> {
    const { body } = await this.orders.call<{ items: Order[] }>('GET', `/supply-runs/${run}/orders?household=${this.household}`);
    return body.items;
  }

  /** By the API, as whoever the gateway has found by the link. */
  asks(method: 'get' | 'post' | 'patch', path: string, body?: object) {
    const headers = acting(`${community}/household:${this.household}`, [{ role: 'household', scope: { household: this.household } }]);
    const asked = this.http[method](`/api${path}`).set(headers).set('Idempotency-Key', randomUUID());
    return body ? asked.send(body) : asked;
  }

  private get http() {
    return supertest(this.orders.app.getHttpServer());
  }
}
