import { randomUUID } from 'node:crypto';
import { Person } from './api.js';

export interface OpenShift {
  readonly id: string;
  readonly link: string;
}

/** A phone that is passed from hand to hand at a gate: it comes with the credential of its shift, and with nobody's sign-in. */
export class ShiftDevice extends Person {
  private constructor(
    url: string,
    readonly session: string,
    private readonly token: string,
  ) {
    super(url, `sample/${session}`);
  }

  /** What a program does that has read the QR. */
  static async join(url: string, link: string, person: string): Promise<ShiftDevice> {
    const asker = new Visitor(url, 'sample/nobody');
    const body = { code: new URL(link).searchParams.get('t'), person, keep: 'token', label: '南门手机' };
    const { session, token } = await asker.post<{ session: string; token: string }>('/shift/devices', body);
    return new ShiftDevice(url, session, token);
  }

  /** What a browser keeps after a tap. */
  static of = (url: string, cookies: readonly string[]): ShiftDevice =>
    new ShiftDevice(url, '', /^__Host-jielong-session=([^;]+)/m.exec(cookies.join('\n'))?.[1] ?? '');

  override identity = async (): Promise<Record<string, string>> => ({ Authorization: `Bearer ${this.token}` });

  change = (person: string): Promise<object> => this.post('/shift/person', { person });
}

class Visitor extends Person {
  override identity = async (): Promise<Record<string, string>> => ({});
}

/** A scan as an offline phone keeps it. */
export const scanOf = (run: string, pointId: string, code: string, givenAt: Date): object => ({
  ...{ scanId: randomUUID(), run, pointId, by: { code } },
  givenAt: givenAt.toISOString(),
});
