import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fingerprintOf } from '@jielong/platform';
import supertest from 'supertest';
import { changed, MembersService, village } from '../spec/members-service.js';

let service: MembersService;
let office: ReturnType<MembersService['as']>;
beforeAll(async () => {
  service = await MembersService.open();
  office = service.as('village');
  await office.commit('organisation', village);
});
afterAll(() => service.close());

const idOf = async (room: string): Promise<string> =>
  (await office.send('post', '/households/find', { compound: 'LT', room }).unset('Idempotency-Key').expect(200)).body.items[0].id;
const credentialIn = (link: string): string => new URL(link).searchParams.get('t') ?? '';
const linkFor = async (household: string, by = office): Promise<string> =>
  credentialIn((await by.send('post', `/households/${household}/link`, {}).expect(201)).body.link);
/** Whom members knows a credential to be of, as the gateway asks. */
const callerOf = async (credential: string): Promise<Record<string, unknown> | null> => {
  const { body } = await supertest(service.app.getHttpServer()).post('/api/internal/callers').send({ credential }).expect(200);
  return body.token === null ? null : JSON.parse(Buffer.from(String(body.token).split('.')[1] ?? '', 'base64url').toString());
};
const captainOf = (building: string) => service.as('village', 'D003', [{ role: 'building-captain', scope: { compound: 'LT', building } }]);

describe('the link of a household', () => {
  test('is whoever comes by it: the household alone, whichever person made it', async () => {
    const household = await idOf('3-1-501');
    const { body, headers } = await office.send('post', `/households/${household}/link`, {}).expect(201);
    expect(body).toMatchObject({ household, building: '3', unit: '1', room: '501' });
    expect(new URL(body.link).pathname).toBe('/api/home');
    expect(headers['cache-control']).toBe('no-store');
    expect(await callerOf(credentialIn(body.link))).toMatchObject({
      sub: `household:${household}`,
      community: 'village',
      grants: [{ role: 'household', scope: { household } }],
      session: body.id,
    });
  });

  test('made anew, it is the only one; revoked, there is none', async () => {
    const household = await idOf('3-2-501');
    const [old, current] = [await linkFor(household), await linkFor(household)];
    expect(await callerOf(old)).toBeNull();
    expect(await callerOf(current)).not.toBeNull();
    const revoke = () => office.send('post', `/households/${household}/link/revocation`, {}).expect(200);
    expect((await revoke()).body).toEqual({ household, ended: 1 });
    expect(await callerOf(current)).toBeNull();
    expect((await revoke()).body).toEqual({ household, ended: 0 });
    const traces = await service.rows<{ action: string }>(
      'village',
      `SELECT action FROM audit_entries WHERE subject_id = $1 ORDER BY audit_entry_id`,
      [household],
    );
    expect(traces.map(({ action }) => action)).toEqual([
      'makeHouseholdLink',
      'revokeHouseholdLink',
      'makeHouseholdLink',
      'revokeHouseholdLink',
    ]);
  });

  test('made twenty times at once, one of them opens something', async () => {
    const household = await idOf('12-1-501');
    const made = await Promise.all(Array.from({ length: 20 }, () => linkFor(household)));
    const callers = await Promise.all(made.map(callerOf));
    expect(callers.filter((caller) => caller !== null)).toHaveLength(1);
  });

  test('is kept as its hash, and as nothing that opens anything', async () => {
    const household = await idOf('3-1-501');
    const credential = await linkFor(household);
    const [row] = await service.rows<{ fingerprint: Buffer }>(
      'village',
      'SELECT * FROM household_links WHERE household_id = $1 AND revoked_at IS NULL',
      [household],
    );
    expect(row?.fingerprint.equals(fingerprintOf(credential))).toBe(true);
    const everything = JSON.stringify([
      await service.rows('village', 'SELECT * FROM household_links'),
      await service.rows('village', 'SELECT * FROM audit_entries'),
      await service.rows('village', 'SELECT * FROM idempotency_keys'),
    ]);
    expect(everything).not.toContain(credential.split('.').at(-1));
  });

  test('of another kind, of another community or cut short is nobody’s', async () => {
    const credential = await linkFor(await idOf('3-1-501'));
    const secret = credential.split('.').at(-1) ?? '';
    for (const wrong of [`village.${secret}`, `elsewhere.home.${secret}`, credential.slice(0, -1), `${credential}A`])
      expect(await callerOf(wrong)).toBeNull();
  });

  test('ends with a merge; that of the household that stays does not', async () => {
    const first = await idOf('3-1-501');
    const second = (await office.send('post', '/households', { compound: 'LT', room: '3-1-501' }).expect(201)).body.id;
    const [staying, ending] = [await linkFor(first), await linkFor(second)];
    await office.send('post', `/households/${second}/merge`, { into: first, reason: '重复登记' }).expect(200);
    expect(await callerOf(ending)).toBeNull();
    expect(await callerOf(staying)).toMatchObject({ sub: `household:${first}` });
    const { body } = await office.send('post', `/households/${second}/link`, {});
    expect([body.code, body.details]).toEqual(['household-merged', { into: first }]);
  });

  test('ends with the list that has the household no more, and does not come back with whoever moves in', async () => {
    const credential = await linkFor(await idOf('12-1-501'));
    await office.commit(
      'households',
      changed('households.csv', (text) => text.replace(/LT,12,1,501.*\r\n/, '')),
    );
    expect(await callerOf(credential)).toBeNull();
    await office.commit(
      'households',
      changed('households.csv', (text) => text),
    );
    expect(await callerOf(credential)).toBeNull();
    expect(await callerOf(await linkFor(await idOf('12-1-501')))).not.toBeNull();
  });
});

describe('a building captain', () => {
  test('makes links for their own building, and learns of no other household', async () => {
    const [theirs, another] = [await idOf('3-1-501'), await idOf('12-1-501')];
    expect(await callerOf(await linkFor(theirs, captainOf('3')))).not.toBeNull();
    for (const path of ['link', 'link/revocation']) {
      const { status, body } = await captainOf('3').send('post', `/households/${another}/${path}`, {});
      expect([status, body.code]).toEqual([404, 'not-there']);
    }
    const { body } = await captainOf('3').send('post', '/households/links', { compound: 'LT', building: '12' });
    expect(body.code).toBe('not-yours');
  });

  test('makes those of all who have none at once, and all of them anew where that is wanted', async () => {
    const make = async (more: object = {}) =>
      (
        await captainOf('3')
          .send('post', '/households/links', { compound: '蓝天花园', building: '3', ...more })
          .expect(201)
      ).body.items as {
        room: string;
        unit: string;
        link: string;
      }[];
    const before = await linkFor(await idOf('3-1-501'));
    await office.send('post', `/households/${await idOf('3-2-501')}/link/revocation`, {}).expect(200);
    const made = await make();
    expect(made.map(({ unit, room }) => `${unit}-${room}`)).toEqual(['2-501']);
    expect(await callerOf(credentialIn(made[0]?.link ?? ''))).not.toBeNull();
    expect(await make()).toEqual([]);
    expect(await make({ renew: true, unit: '1' })).toHaveLength(1);
    expect(await callerOf(before)).toBeNull();
    const { status, body } = await captainOf('3').send('post', '/households/links', { compound: 'LT', building: '3', unit: '9' });
    expect([status, body.code]).toEqual([422, 'nobody-lives-there']);
  });

  test('makes them for those who have none once, however many ask at the same moment: what is printed opens', async () => {
    const households = await Promise.all(['3-1-501', '3-2-501'].map(idOf));
    const ask = () => captainOf('3').send('post', '/households/links', { compound: 'LT', building: '3', renew: false }).expect(201);
    for (const _ of Array(5).keys()) {
      for (const household of households) await office.send('post', `/households/${household}/link/revocation`, {}).expect(200);
      const answers = await Promise.all(Array.from({ length: 8 }, ask));
      const printed = answers.flatMap(({ body }) => body.items as { household: string; link: string }[]);
      expect(printed.map(({ household }) => household).toSorted()).toEqual(households.toSorted());
      for (const { household, link } of printed)
        expect(await callerOf(credentialIn(link))).toMatchObject({ sub: `household:${household}` });
    }
  });

  test('prints slips with a code to scan, the room, and no name', async () => {
    const { text, headers } = await captainOf('3')
      .send('post', '/households/links?format=slip', { compound: 'LT', building: '3', renew: true })
      .expect(201);
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
    expect(text.match(/<svg class="qr"/g)).toHaveLength(2);
    for (const said of ['3栋1单元501', '3栋2单元501', '不要拍照发到群里']) expect(text).toContain(said);
    expect(text).not.toMatch(/张叶|李芮|张\*\*|199-|<script|[?]t=/);
  });
});

describe('whoever comes by the link of a household', () => {
  test('reads nothing of members, neither what is for everybody who has signed in nor its own entry', async () => {
    const household = await idOf('3-1-501');
    const home = service.as('village', `household:${household}`, [{ role: 'household', scope: { household } }]);
    for (const path of [
      '/compounds',
      '/community',
      '/groups',
      '/supply-teams',
      '/me',
      '/sessions',
      '/people?role=purchaser',
      '/households?compound=LT',
    ]) {
      const { status, body } = await home.get(path);
      expect([path, status, body.code]).toEqual([path, 403, 'not-yours']);
    }
    expect((await home.get(`/households/${household}`)).body.code).toBe('not-there');
    expect((await home.send('post', `/households/${household}/link`, {})).body.code).toBe('not-there');
  });
});
