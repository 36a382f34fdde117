import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Erased, ErasedKind } from '@jielong/kernel';
import { inCommunity, Sealer } from '@jielong/platform';
import { openedValues, wordsInTheClear } from '@jielong/testing';
import { DataSource } from 'typeorm';
import { MembersActivityService } from '../members.activities.js';
import { sealedTables } from '../sealed.js';
import { MembersService, village } from '../spec/members-service.js';

const community = 'east';
let service: MembersService;
beforeAll(async () => {
  service = await MembersService.open();
  await service.as(community).commit('organisation', village).expect(200);
});
afterAll(() => service.close());

const office = () => service.as(community);
const rows = <T>(sql: string, parameters: unknown[] = []) => service.rows<T>(community, sql, parameters);
const asked = (kind: ErasedKind, subject: string): Promise<Erased> =>
  service.app.get(MembersActivityService).eraseInMembers(community, { id: crypto.randomUUID(), kind, subject });
const erase = async (kind: ErasedKind, subject: string): Promise<readonly string[]> => (await asked(kind, subject)).ids;
const opened = (): Promise<string[]> => inCommunity(service.app.get(DataSource), community, (tx) => openedValues(tx, sealedTables));
const traces = async (subject: string) =>
  (await rows<object>(`SELECT details FROM audit_entries WHERE (action, subject_id) = ('erase', $1)`, [subject])).length;
const audited = async () => {
  await service.app.get(Sealer, { strict: false }).seal();
  return (await office().get('/audit/members/verification').expect(200)).body.findings;
};

/** A household of whom something stands wherever members writes anything, and one that was merged into it. */
async function known(): Promise<{ id: string; merged: string }> {
  const add = async (name: string, phone: string): Promise<string> =>
    (
      await office()
        .send('post', '/households', { compound: 'LT', room: '3-2-601', name, phone, flags: ['pregnant'] })
        .expect(201)
    ).body.id;
  const [id, merged] = [await add('尉迟恭', '199-0000-0031'), await add('尉迟宝', '199-0000-0032')];
  await office().send('post', `/households/${id}/confirm`, { reason: '尉迟家的人来过' }).expect(200);
  await office().send('patch', `/households/${id}`, { fulfilment: 'to-door' }).expect(200);
  await office().send('post', `/households/${merged}/merge`, { into: id, reason: '尉迟宝是儿子' }).expect(200);
  await office().send('post', `/households/${id}/reveal`, { reason: '给尉迟送药' }).unset('Idempotency-Key').expect(200);
  return { id, merged };
}
const theirs = /尉迟|199-?0000-?003[12]|pregnant/;

describe('a household is erased', () => {
  test('wherever it stood, under every id; its room, what it counts and everybody else stay', async () => {
    const { id, merged } = await known();
    const counted = `SELECT household_id, room, ordinal, residents, residents_over_65, merged_into, ended_at FROM households ORDER BY household_id`;
    const before = await rows(counted);
    expect((await opened()).filter((value) => theirs.test(value)).length).toBeGreaterThan(8);
    expect((await erase('household', merged)).toSorted()).toEqual([id, merged].toSorted());
    const left = await opened();
    expect(left.filter((value) => theirs.test(value))).toEqual([]);
    expect(await wordsInTheClear(service.database.adminUrl, 'members', ['尉**', '0000-003', 'pregnant', '尉迟'])).toEqual([]);
    expect(left.filter((value) => value.includes('李芮')).length).toBeGreaterThan(0);
    expect(await rows(counted)).toEqual(before);
    expect((await office().get(`/households/${id}`).expect(200)).body).toMatchObject({
      maskedName: '',
      maskedPhone: '',
      priority: false,
      fulfilment: 'pick-up',
    });
    const found = await office().send('post', '/households/find', { phone: '199-0000-0031' }).unset('Idempotency-Key');
    expect(found.body.items).toEqual([]);
  });

  test('its link opens nothing any more', async () => {
    const { id } = await known();
    await office().send('post', `/households/${id}/link`, {}).expect(201);
    await erase('household', id);
    expect(await rows('SELECT FROM household_links WHERE household_id = $1 AND revoked_at IS NULL', [id])).toEqual([]);
  });

  test('asked again it changes nothing, and says so once; the trail says that it was done, and nothing of anybody', async () => {
    const { id } = await known();
    for (const _ of [1, 2, 3]) await erase('household', id);
    expect(await traces(id)).toBe(1);
    const [trace] = await rows<object>(`SELECT details FROM audit_entries WHERE (action, subject_id) = ('erase', $1)`, [id]);
    expect(trace).toEqual({ details: {} });
    expect(await audited()).toEqual([]);
  });

  test('an answer that is asked for again under its key does not bring it back, and nothing is done twice', async () => {
    const body = { compound: 'LT', room: '3-2-701', name: '尉迟恭', phone: '199-0000-0031' };
    const { body: first } = await office().send('post', '/households', body, 'the-same-key').expect(201);
    expect(first.maskedName).toBe('尉**');
    await erase('household', first.id);
    const again = await office().send('post', '/households', body, 'the-same-key');
    expect([again.status, again.text.includes('尉')]).toEqual([201, false]);
    expect(await rows(`SELECT FROM households WHERE room = '701'`)).toHaveLength(1);
  });

  test('one that nobody knows is not found, and leaves no trace', async () => {
    const nobody = crypto.randomUUID();
    expect([await erase('household', nobody), await traces(nobody)]).toEqual([[], 0]);
  });

  test('what is written of it afterwards is written: a list that still has it brings it back', async () => {
    const [{ id } = { id: '' }] = await rows<{ id: string }>(
      `SELECT household_id AS id FROM households WHERE room = '501' AND building = '12'`,
    );
    await erase('household', id);
    await office()
      .commit(
        'households',
        village.filter(({ name }) => name === 'households.csv'),
      )
      .expect(200);
    expect((await office().get(`/households/${id}`)).body.maskedName).toBe('王**');
  });
});

describe('a person is erased', () => {
  test('but for the code, which deeds and books name', async () => {
    const person = {
      code: 'D901',
      name: '长孙无',
      phone: '199-0000-0901',
      limits: '长孙腰伤',
      remark: '长孙晚到',
      employer: '街道办',
      age: 40,
    };
    await office().send('post', '/people', person).expect(201);
    await office().send('post', '/people/D901/reveal', { reason: '找长孙' }).unset('Idempotency-Key').expect(200);
    await office().send('post', '/people/D901/end', {}).expect(200);
    expect((await opened()).filter((value) => value.includes('长孙')).length).toBeGreaterThan(4);
    expect(await erase('person', 'D901')).toEqual(['D901']);
    expect((await opened()).filter((value) => /长孙|0901/.test(value))).toEqual([]);
    expect(await wordsInTheClear(service.database.adminUrl, 'members', ['长**', '长孙', '0000-0901', '街道办'])).toEqual([]);
    expect((await office().get('/people/D901').expect(200)).body).toMatchObject({
      code: 'D901',
      maskedName: '',
      employer: '',
      age: null,
      active: false,
    });
    await erase('person', 'D901');
    expect(await traces('D901')).toBe(1);
    expect(await audited()).toEqual([]);
  });

  test('one that nobody knows is not found', async () => expect(await asked('person', 'X999')).toEqual({ ids: [], refused: null }));

  test('not while they act: whoever has come back meanwhile keeps everything', async () => {
    await office().send('post', '/people', { code: 'D902', name: '长孙回', phone: '199-0000-0902' }).expect(201);
    expect(await asked('person', 'D902')).toEqual({ ids: [], refused: 'person-active' });
    expect((await office().get('/people/D902').expect(200)).body).toMatchObject({ maskedName: '长**', active: true });
    expect(await traces('D902')).toBe(0);
  });
});

test('the database lets nobody write history anew: reasons may be made empty and nothing else', async () => {
  await known();
  for (const table of ['reveals', 'household_changes']) {
    await expect(rows(`UPDATE ${table} SET reason = 'sealed:' || repeat('x', 200)`)).rejects.toMatchObject({ code: '42501' });
    await expect(rows(`UPDATE ${table} SET at = now()`)).rejects.toMatchObject({ code: '42501' });
    await expect(rows(`DELETE FROM household_changes`)).rejects.toMatchObject({ code: '42501' });
  }
});
