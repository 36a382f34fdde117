import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { calendarDateOf, type RetentionDays } from '@jielong/kernel';
import { membersViews } from '@jielong/members-contract';
import { inCommunity } from '@jielong/platform';
import { DataSource } from 'typeorm';
import { MembersActivityService } from '../members.activities.js';
import { households } from '../sealed.js';
import { changed, MembersService, village } from '../spec/members-service.js';

const community = 'east';
let service: MembersService;
beforeAll(async () => {
  service = await MembersService.open({ REVEALS_PER_DAY: '200' });
  await service.as(community).commit('organisation', village).expect(200);
});
afterAll(() => service.close());

const office = (code = 'S001') => service.as(community, code);
const days: RetentionDays = {
  ...{ sessions: 30, invitations: 30, links: 30, answers: 30, refusals: 30, reveals: 30 },
  ...{ chains: 30, remarks: 30, flags: 30, households: 30, people: 30 },
};
const dayMs = 86_400_000;
const inDays = (days: number): string => calendarDateOf(new Date(Date.now() + days * dayMs));
const idOf = async (room: string): Promise<string> => {
  const found = await office().send('post', '/households/find', { compound: 'LT', room }).unset('Idempotency-Key');
  return found.body.items[0].id;
};
const setFlags = (id: string, flags: readonly (string | { flag: string; until: string | null })[] | null, by = 'S001') =>
  office(by).send('patch', `/households/${id}`, { flags }).expect(200);
const revealed = async (id: string) =>
  (await office().send('post', `/households/${id}/reveal`, { reason: '核对' }).unset('Idempotency-Key').expect(200)).body;
const shown = async (id: string) => (await office().get(`/households/${id}`).expect(200)).body;
/** What orders and logistics read of it. */
const published = async (id: string) =>
  (await service.rows<object>(community, `SELECT priority, fulfilment FROM ${membersViews.households} WHERE id = $1`, [id]))[0];
/** As if so many days had gone by: every day that is written down is earlier. */
const pass = (days: number) =>
  service.behind(`UPDATE members.households SET care_later = (SELECT coalesce(jsonb_agg(l || jsonb_build_object('from', ((l->>'from')::date - ${days})::text)
    ORDER BY l->>'from'), '[]') FROM jsonb_array_elements(care_later) l)`);

const opened = (id: string) =>
  inCommunity(service.app.get(DataSource), community, async (tx) => {
    const select = `SELECT chosen_flags AS "chosenFlags", flag_terms AS "flagTerms" FROM households WHERE household_id = $1`;
    const rows = await tx.query<{ chosenFlags: string[]; flagTerms: { flag: string; until: string | null }[] }[]>(select, [id]);
    return rows.map((row) => households.open(tx, id, row));
  });
/** As if its isolation had been over since this day. */
async function overSince(id: string, until: string): Promise<void> {
  const [{ flagTerms } = { flagTerms: [] }] = await opened(id);
  const terms = flagTerms.map((term) => (term.flag === 'isolated' ? { ...term, until } : term));
  await inCommunity(service.app.get(DataSource), community, (tx) =>
    tx.query(
      `UPDATE households SET flag_terms = $2, care_later = jsonb_build_array(care_later->0 || jsonb_build_object('from', ($3::date + 1)::text)) WHERE household_id = $1`,
      [id, households.seal(tx, id, { flagTerms: terms }).flagTerms, until],
    ),
  );
}

describe('a flag', () => {
  test('counts until the end of its last day, for everybody who reads of it, without anybody doing anything', async () => {
    const id = await idOf('3-1-501');
    await setFlags(id, ['elderly-alone', { flag: 'isolated', until: inDays(3) }], 'D005');
    expect(await shown(id)).toMatchObject({ priority: true, fulfilment: 'left-at-door', flagsChosen: true });
    expect(await published(id)).toEqual({ priority: true, fulfilment: 'left-at-door' });
    await pass(3);
    expect(await published(id)).toEqual({ priority: true, fulfilment: 'left-at-door' });
    await pass(1);
    expect([await shown(id), await published(id)]).toMatchObject([
      { priority: true, fulfilment: 'to-door' },
      { priority: true, fulfilment: 'to-door' },
    ]);
  });

  test('says who has set it, and until when; one that is said again as it was is theirs who said it first', async () => {
    const id = await idOf('3-2-501');
    await setFlags(
      id,
      [
        { flag: 'disabled', until: null },
        { flag: 'isolated', until: inDays(5) },
      ],
      'D005',
    );
    await setFlags(id, ['disabled', { flag: 'isolated', until: inDays(9) }], 'S002');
    expect(await revealed(id)).toMatchObject({
      flags: ['disabled', 'isolated'],
      flagTerms: [
        { flag: 'disabled', until: null, setBy: 'D005' },
        { flag: 'isolated', until: inDays(9), setBy: 'S002' },
      ],
    });
  });

  test.each([
    ['was over yesterday', -1],
    ['lasts for years', 800],
  ])('that %s is refused, and those that count stay', async (_what, ahead) => {
    const id = await idOf('3-1-501');
    await setFlags(id, [{ flag: 'isolated', until: inDays(1) }]);
    const before = await revealed(id);
    const flags = [{ flag: 'pregnant', until: inDays(ahead) }];
    expect((await office().send('patch', `/households/${id}`, { flags }).expect(422)).body.code).toBe('not-that-day');
    expect(await revealed(id)).toEqual(before);
    await setFlags(id, null);
  });

  /** By the list an old person lives alone in 3-2-501. */
  const toDoor = { priority: true, fulfilment: 'to-door' };
  test.each<[string, 'flags' | null]>([
    ['by itself', null],
    ['and is forgotten', 'flags'],
  ])('that runs out gives the list its word back, %s', async (_how, forgotten) => {
    const id = await idOf('3-2-501');
    await setFlags(id, null);
    expect(await published(id)).toEqual(toDoor);
    await setFlags(id, [{ flag: 'isolated', until: inDays(1) }]);
    expect([await shown(id), await published(id)]).toMatchObject([
      { priority: true, fulfilment: 'left-at-door', flagsChosen: true },
      { priority: true, fulfilment: 'left-at-door' },
    ]);
    expect((await revealed(id)).flags.toSorted()).toEqual(['elderly-alone', 'isolated']);
    await overSince(id, inDays(-41));
    if (forgotten !== null) await service.app.get(MembersActivityService).forgetInMembers(community, { id: crypto.randomUUID(), days });
    expect([await shown(id), await published(id), await revealed(id)]).toMatchObject([
      { ...toDoor, flagsChosen: false },
      toDoor,
      { flags: ['elderly-alone'], flagTerms: [] },
    ]);
    await setFlags(id, null);
  });

  test('that runs out leaves none at all where a person has chosen that', async () => {
    const id = await idOf('3-2-501');
    await setFlags(id, []);
    await setFlags(id, [{ flag: 'isolated', until: inDays(1) }]);
    await overSince(id, inDays(-41));
    expect([await shown(id), await published(id)]).toMatchObject(Array(2).fill({ priority: false, fulfilment: 'pick-up' }));
    await setFlags(id, null);
  });

  test('adds to what a list says that comes afterwards', async () => {
    const id = await idOf('3-1-501');
    await setFlags(id, null);
    await setFlags(id, [{ flag: 'isolated', until: inDays(3) }]);
    const alone = changed('households.csv', (content) => content.replace('199-0000-0001,,', '199-0000-0001,是,'));
    await office().commit('households', alone).expect(200);
    expect(await published(id)).toEqual({ priority: true, fulfilment: 'left-at-door' });
    await pass(4);
    expect(await published(id)).toEqual(toDoor);
    await office().commit('organisation', village).expect(200);
  });

  test('stays through an import with its end, and what is exported changes nothing when it is imported again', async () => {
    const id = await idOf('3-1-501');
    await setFlags(id, [{ flag: 'isolated', until: inDays(3) }]);
    const { body } = await office().get('/exports/organisation?format=csv').expect(200);
    const files = (body.files as { name: string; content: string; encoding?: 'base64' }[]).map(({ name, content, encoding }) => ({
      ...{ name, content },
      ...(encoding === undefined ? {} : { encoding }),
    }));
    const { body: again } = await office().commit('organisation', files).expect(200);
    expect([again.new, again.changed, again.gone]).toEqual([0, 0, 0]);
    await office().commit('organisation', village).expect(200);
    expect(await revealed(id)).toMatchObject({ flags: ['isolated'], flagTerms: [{ until: inDays(3) }] });
  });

  test('of two households that are one counts as long as for either', async () => {
    const add = async (until: string | null): Promise<string> =>
      (
        await office()
          .send('post', '/households', { compound: 'LT', room: '3-2-601', name: '赵宁', flags: [{ flag: 'isolated', until }] })
          .expect(201)
      ).body.id;
    const [staying, ending] = [await add(inDays(2)), await add(inDays(6))];
    await office().send('post', `/households/${ending}/merge`, { into: staying, reason: '同一家' }).expect(200);
    expect(await revealed(staying)).toMatchObject({ flagTerms: [{ flag: 'isolated', until: inDays(6) }] });
    expect([await published(ending), await published(staying)]).toEqual(Array(2).fill({ priority: true, fulfilment: 'left-at-door' }));
  });

  test('that is over for long enough is forgotten, and changes nothing by it', async () => {
    const id = await idOf('12-1-501');
    await setFlags(id, ['disabled', { flag: 'isolated', until: inDays(1) }]);
    await overSince(id, inDays(-41));
    const before = [await shown(id), await published(id)];
    const { counts } = await service.app.get(MembersActivityService).forgetInMembers(community, { id: crypto.randomUUID(), days });
    expect(counts.flags).toBe(1);
    expect([await shown(id), await published(id)]).toEqual(before);
    expect(before[1]).toEqual({ priority: true, fulfilment: 'to-door' });
    const [row] = await opened(id);
    expect(row).toMatchObject({ chosenFlags: ['disabled'], flagTerms: [{ flag: 'disabled' }] });
  });
});

test.each([[[{ flag: 'tall' }]], [[{ flag: 'isolated', until: 'tomorrow' }]], [[{ flag: 'isolated', since: '2026-11-01' }]]])(
  'flags are not set by %j',
  async (flags) => {
    expect((await office().send('patch', `/households/${await idOf('3-1-501')}`, { flags })).status).toBe(400);
  },
);
