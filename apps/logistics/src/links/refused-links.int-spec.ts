import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { membersViews } from '@jielong/members-contract';
import { acting } from '@jielong/testing';
import supertest from 'supertest';
import { LinkDay, links } from '../../spec/link-day.js';
import { community } from '../../spec/warehouse.js';

let they: LinkDay;
beforeAll(async () => void (they = await LinkDay.open()), 120_000);
afterAll(() => they.close(), 30_000);

const lookUntil = async (link: string, status: number): Promise<void> => {
  while ((await they.look(link)).status !== status) await setTimeout(100);
};

describe('a link that opens nothing', () => {
  test('revoked, by whoever may make one, and once for all', async () => {
    const one = await they.bus();
    const { id, link } = await they.linkFor(one);
    const revoked = await they.call('post', `${links}/revocation`, { process: one.process, link: id }).expect(200);
    expect(revoked.body).toMatchObject({ id, revokedAt: expect.any(String), usedAt: null });
    for (const answer of [await they.look(link), await they.press(link)]) {
      expect(answer.status).toBe(410);
      expect(answer.text).toContain('已经作废');
      expect(answer.text).not.toContain('蔬菜包');
    }
    expect(await they.reportsOf(one)).toEqual([]);
    const other = await they.bus();
    expect((await they.call('post', `${links}/revocation`, { process: other.process, link: id })).body.code).toBe('no-such-link');
  });

  test('revoked after it was used: what was reported stays, and is not shown any more', async () => {
    const one = await they.bus();
    const { id, link } = await they.linkFor(one);
    await they.press(link).expect(200);
    await they.call('post', `${links}/revocation`, { process: one.process, link: id }).expect(200);
    expect((await they.look(link)).status).toBe(410);
    expect(await they.reportsOf(one)).toHaveLength(1);
  });

  test('expired', async () => {
    const one = await they.bus();
    const { id, link } = await they.linkFor(one);
    await they.house.rows(
      `UPDATE step_links SET made_at = now() - interval '3 hours', expires_at = now() - interval '1 second' WHERE link_id = $1`,
      [id],
    );
    for (const answer of [await they.look(link), await they.press(link)]) {
      expect(answer.status).toBe(410);
      expect(answer.text).toContain('已经过期');
    }
    expect(await they.reportsOf(one)).toEqual([]);
  });

  test('for a step that somebody else has reported meanwhile', async () => {
    const one = await they.bus();
    const { link } = await they.linkFor(one);
    await they.press((await they.linkFor(one)).link).expect(200);
    for (const answer of [await they.look(link), await they.press(link)]) {
      expect(answer.status).toBe(410);
      expect(answer.text).toContain('已经有人登记');
    }
    expect(await they.reportsOf(one)).toHaveLength(1);
  });

  test.each([
    ['nothing', ''],
    ['another community', `other.${'a'.repeat(43)}`],
    ['a guess', `${community}.${'a'.repeat(43)}`],
    ['something else', '<script>alert(1)</script>'],
  ])('forged: %s', async (_what, t) => {
    const link = `https://x.example/api/steps/logistics/page?t=${encodeURIComponent(t)}`;
    for (const answer of [await they.look(link), await they.press(link)]) {
      expect([400, 404]).toContain(answer.status);
      expect(answer.headers['content-type']).toContain('text/html');
      expect(answer.text).not.toContain('<script');
    }
  });

  test('one sign of it changed', async () => {
    const one = await they.bus();
    const { link } = await they.linkFor(one);
    const last = link.at(-1) === 'A' ? 'B' : 'A';
    expect((await they.press(link.slice(0, -1) + last)).status).toBe(404);
  });

  test('once the right of its person is gone, whatever it was when it was made', async () => {
    const one = await they.bus();
    const { link } = await they.linkFor(one);
    await they.house.rows(`UPDATE trips SET team = '物资保障二队' WHERE trip_id = $1`, [one.id]);
    await lookUntil(link, 403); // where a row belongs is remembered for five seconds
    for (const answer of [await they.look(link), await they.press(link)]) {
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('不归你登记');
      expect(answer.text).not.toContain('蔬菜包');
    }
    await they.house.rows(`UPDATE trips SET team = '物资保障一队' WHERE trip_id = $1`, [one.id]);
    await lookUntil(link, 200);
    await they.house.rows(`DELETE FROM ${membersViews.roles} WHERE code = 'D018'`);
    expect((await they.press(link)).status).toBe(403);
    await they.house.rows(`INSERT INTO ${membersViews.roles} (code, role, scope) VALUES ('D018', 'team-captain', '物资保障一队')`);
    expect(await they.reportsOf(one)).toEqual([]);
    await they.press(link).expect(200);
  }, 30_000);

  test('it signs nobody in: as a session it is worth nothing', async () => {
    const one = await they.bus();
    const credential = new URL((await they.linkFor(one)).link).searchParams.get('t') ?? '';
    const asSession = supertest(they.app.getHttpServer()).post(`/api/trips/${one.id}/loading`).set('Jielong-Token', credential);
    expect((await asSession.send({ reportId: randomUUID() })).status).toBe(401);
  });
});

describe('whoever makes a link', () => {
  test('makes it of a step that is asked for, for somebody who may report it', async () => {
    const one = await they.bus();
    const ask = async (over: object) =>
      (await they.call('post', links, { process: one.process, step: 'confirmLoading', person: 'D018', ...over })).body.code;
    expect(await ask({ step: 'confirmHandoff' })).toBe('not-asked');
    expect(await ask({ step: 'divertTrip' })).toBe('no-page-for');
    expect(await ask({ person: 'D019' })).toBe('not-their-step');
    expect(await ask({ person: 'D001' })).toBe('not-their-step');
    expect(await ask({ person: 'nobody' })).toBe('no-such-person');
    expect(await ask({ at: one.stop })).toBe('which-place');
    expect(await ask({ hours: 1_000 })).toBe('malformed');
    expect(await they.house.rows('SELECT FROM step_links WHERE process_id = $1', [one.process])).toEqual([]);
  });

  test('may put the step off: others may neither make, list nor revoke', async () => {
    const one = await they.bus();
    const { id } = await they.linkFor(one);
    const captain = acting(`${community}/D018`, [{ role: 'team-captain', scope: { team: '物资保障一队' } }]);
    const elsewhere = acting(`${community}/D002`, [{ role: 'group-buy-leader', scope: { compound: 'YF' } }]);
    for (const who of [captain, elsewhere]) {
      expect((await they.call('post', links, { process: one.process, step: 'confirmLoading', person: 'D018' }, who)).status).toBe(403);
      expect((await they.call('get', `${links}?process=${one.process}`, undefined, who)).status).toBe(403);
      expect((await they.call('post', `${links}/revocation`, { process: one.process, link: id }, who)).status).toBe(403);
    }
  });

  test('sees who made what for whom, and not what opens it, which nobody keeps', async () => {
    const one = await they.bus();
    const made = await they.linkFor(one);
    const listed = await they.call('get', `${links}?process=${one.process}`).expect(200);
    expect(listed.body.items).toEqual([
      expect.objectContaining({ id: made.id, person: 'D018', madeBy: 'S001', usedAt: null, revokedAt: null }),
    ]);
    const credential = new URL(made.link).searchParams.get('t') ?? '';
    expect(JSON.stringify(listed.body)).not.toContain(credential);
    const kept = await they.house.rows<{ row: string }>(
      `SELECT row_to_json(l)::text AS row FROM step_links l UNION ALL SELECT row_to_json(a)::text FROM audit_entries a`,
    );
    expect(kept.some(({ row }) => row.includes(credential))).toBe(false);
    expect(kept.some(({ row }) => row.includes('makeStepLink'))).toBe(true);
  });
});

test('a form goes to pages alone, and nothing else to them', async () => {
  const one = await they.bus();
  const { link } = await they.linkFor(one);
  const json = await supertest(they.app.getHttpServer())
    .post(new URL(link).pathname + new URL(link).search)
    .send({ answer: 'as-expected' });
  expect(json.status).toBe(415);
  const form = supertest(they.app.getHttpServer())
    .post(`/api/trips/${one.id}/loading`)
    .set(acting(`${community}/D018`))
    .type('form');
  expect((await form.send({ reportId: randomUUID() })).status).toBe(415);
  expect(await they.reportsOf(one)).toEqual([]);
});
