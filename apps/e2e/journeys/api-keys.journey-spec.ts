import { expect, test } from '@jest/globals';
import { daysAhead } from '@jielong/testing';
import { Person } from '../src/api.js';
import { GoodDay } from '../src/good-day.js';

const url = process.env['JIELONG_URL'] ?? '';
const office = new Person(url, 'sample/S001');

interface MadeKey {
  readonly id: string;
  readonly key: string;
}
/** A service at the public port, with its key. */
class Service extends Person {
  constructor(private readonly key: string) {
    super(url, 'sample/service');
  }

  override identity = async (): Promise<Record<string, string>> => ({ Authorization: `Bearer ${this.key}` });

  async isAnswered(method: string, path: string, body?: object): Promise<[number, string | undefined]> {
    const answer = await this.call<{ code?: string }>(method, path, body);
    return [answer.status, answer.body.code];
  }
}

test('a service does by its key what the key names, in every service, until it is revoked', async () => {
  const day = await GoodDay.locked(office, { serviceDate: daysAhead(21) });
  await day.purchase();
  await day.allocated();
  const trip = `/trips/${(await day.goods()).trips[0]?.id ?? ''}`;
  const scopes = ['custody.read', 'step.confirmLoading', 'supply-runs.read'];
  const made = await office.post<MadeKey>('/keys', { service: 'bus-scale', scopes });
  const fresh = await office.post<MadeKey>(`/keys/${made.id}/rotation`, { overlapHours: 1 });
  const [before, scale] = [new Service(made.key), new Service(fresh.key)];

  for (const service of [before, scale]) expect(await service.isAnswered('GET', '/supply-runs')).toEqual([200, undefined]);
  expect(await scale.isAnswered('GET', `${day.path}/custody`)).toEqual([200, undefined]);
  const others = ['/me', '/sessions', '/keys', '/households?compound=LT', '/bundles', '/steps', `${day.path}/orders`, `${day.path}/money`];
  for (const path of others) expect([path, ...(await scale.isAnswered('GET', path))]).toEqual([path, 403, 'not-yours']);
  const callOff = { reportId: crypto.randomUUID(), reason: '试一试' };
  expect(await scale.isAnswered('POST', `${day.path}/cancellation`, callOff)).toEqual([403, 'not-yours']);

  const loading = { reportId: crypto.randomUUID(), departed: true };
  expect(await scale.isAnswered('POST', `${trip}/loading`, loading)).toEqual([400, 'malformed']);
  await scale.report(`${trip}/loading`, { ...loading, doneBy: 'D018' });

  for (const { id } of [made, fresh]) await office.post(`/keys/${id}/revocation`);
  for (const service of [before, scale]) expect(await service.isAnswered('GET', '/supply-runs')).toEqual([401, 'who-are-you']);
}, 180_000);
