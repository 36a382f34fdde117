import supertest from 'supertest';
import type { MembersService } from './members-service.js';

const hourMs = 3_600_000;
export const inHours = (hours: number): string => new Date(Date.now() + hours * hourMs).toISOString();
const captain = [{ role: 'gate-captain', scope: { compound: 'LT', gate: '南门' } }];

export const credentialIn = (link: string): string => new URL(link).searchParams.get('t') ?? '';
/** What members says of whoever comes with a credential. */
export interface Claims {
  readonly sub: string;
  readonly session: string;
  readonly grants: readonly { role: string; scope: object; from: string; until: string }[];
  readonly posts: readonly { code: string; from: string }[];
}

/** One shift at the south gate of Lantian Garden, opened by its captain; and devices that speak to members as the gateway lets them. */
export class GateShift {
  private constructor(
    readonly service: MembersService,
    readonly community: string,
    readonly id: string,
    readonly link: string,
    readonly qr: string,
  ) {}

  static async open(service: MembersService, community: string, wish: object = {}): Promise<GateShift> {
    const body = { compound: 'LT', gate: '南门', until: inHours(6), ...wish };
    const made = await service.as(community, 'D001', captain).send('post', '/shifts', body).expect(201);
    return new GateShift(service, community, made.body.id, made.body.link, made.body.qr);
  }

  get code(): string {
    return credentialIn(this.link);
  }
  get captain() {
    return this.service.as(this.community, 'D001', captain);
  }

  join(person: string, code = this.code, more: object = {}) {
    return this.http()
      .post('/api/shift/devices')
      .send({ code, person, keep: 'token', ...more });
  }

  /** Somebody's new device: what opens it. */
  async device(person: string): Promise<{ token: string; session: string }> {
    const { body } = await this.join(person).expect(201);
    return { token: body.token, session: body.session };
  }

  /** The token that the gateway would hand on for a credential; null where it opens nothing. */
  async handedOn(credential: string): Promise<string | null> {
    return (await this.http().post('/api/internal/callers').send({ credential }).expect(200)).body.token;
  }
  async claims(credential: string): Promise<Claims | null> {
    const token = await this.handedOn(credential);
    return token === null ? null : (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Claims);
  }

  /** A request of a device. */
  async from(credential: string, method: 'get' | 'post', path: string, body?: object, key: string = crypto.randomUUID()) {
    const agent = this.http();
    const token = (await this.handedOn(credential)) ?? '';
    const request = agent[method](`/api${path}`).set('Jielong-Token', token).set('Idempotency-Key', key);
    return body ? request.send(body) : request;
  }

  private http = () => supertest(this.service.app.getHttpServer());
}
