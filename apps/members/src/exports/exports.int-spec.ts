import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inCommunity } from '@jielong/platform';
import { DataSource } from 'typeorm';
import { knownOrganisation } from '../imports/known-organisation.js';
import { changed, type ImportFile, MembersService, sample, village } from '../spec/members-service.js';

let service: MembersService;
beforeAll(async () => void (service = await MembersService.open()));
afterAll(() => service.close());

const exported = async (community: string, format: 'csv' | 'xlsx') => {
  const { status, body } = await service.as(community).get(`/exports/organisation?format=${format}`);
  expect(status).toBe(200);
  return body as { exportedBy: string; exportedAt: string; files: (ImportFile & { encoding: string })[] };
};
/** Cells of a file whose cells hold no quotes and no commas, by line, without what stands behind the columns of the sample. */
const linesOf = ({ content }: ImportFile, width: number) =>
  content
    .replace('\uFEFF', '')
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => line.split(',').slice(0, width).join(','))
    .toSorted();

describe.each(['csv', 'xlsx'] as const)('the organisation as %s', (format) => {
  test('is imported again as it is: nothing is new, changed or gone', async () => {
    const community = `round-${format}`;
    await service.as(community).commit('organisation', sample);
    const { files } = await exported(community, format);
    const again = await service.as(community).preview('organisation', files);
    expect(again.body).toMatchObject({ new: 0, changed: 0, gone: 0, unchanged: 3480, errors: [] });
    const elsewhere = await service.as(`moved-${format}`).commit('organisation', files);
    expect([elsewhere.status, elsewhere.body.new]).toEqual([200, 3480]);
    expect((await service.as(`moved-${format}`).preview('organisation', sample)).body).toMatchObject({ new: 0, changed: 0, gone: 0 });
  }, 60_000);
});

describe('an export', () => {
  test('has the columns of the sample, those that nobody reads too', async () => {
    const { files } = await exported('round-csv', 'csv');
    expect(files.map(({ name }) => name.replace(/_.*/, ''))).toEqual(sample.map(({ name }) => name.replace('.csv', '')));
    for (const [at, file] of files.entries()) {
      const original = sample[at] ?? file;
      const width = original.content.split('\r\n')[0]?.split(',').length ?? 0;
      expect(linesOf(file, width)).toEqual(linesOf(original, width));
    }
  });

  test('says who took it out and when: in the names of its files, and in the audit', async () => {
    const { exportedBy, files } = await exported('round-csv', 'csv');
    const { files: workbooks } = await exported('round-csv', 'xlsx');
    expect(exportedBy).toBe('S001');
    for (const { name } of [...files, ...workbooks]) expect(name).toMatch(/_\d{8}-\d{4}_S001\.(csv|xlsx)$/);
    expect(workbooks).toHaveLength(1);
    const entries = `SELECT actor, action, subject_id, details->'format' AS format, details->'rows'->'households' AS households
       FROM audit_entries WHERE action = 'exportFiles' ORDER BY audit_entry_id DESC LIMIT 1`;
    expect(await service.rows('round-csv', entries)).toEqual([
      { actor: 'S001', action: 'exportFiles', subject_id: 'organisation', format: 'xlsx', households: 3204 },
    ]);
    expect((await service.as('round-csv').get('/exports/organisation?format=pdf')).status).toBe(400);
  });

  test('runs nothing in a spreadsheet, and what it kept from running comes back as it was', async () => {
    const office = service.as('formulas');
    await office.commit('organisation', village);
    const sly = changed('households.csv', (content) =>
      content.replace('张叶', '"=HYPERLINK(""http://x"",""张"")"').replace('李芮', '@李').replace('王舟', "'=王"),
    );
    await office.commit('households', sly);
    const { files } = await exported('formulas', 'csv');
    const households = files.find(({ name }) => name.startsWith('households'))?.content ?? '';
    expect(households).toContain(`"'=HYPERLINK(""http://x"",""张"")"`);
    expect(households).toContain(`'@李`);
    const known = await inCommunity(service.app.get(DataSource), 'formulas', knownOrganisation);
    expect(known.households.map(({ name }) => name).toSorted()).toEqual(['=HYPERLINK("http://x","张")', '=王', '@李', '陈禾']);
    for (const format of ['csv', 'xlsx'] as const) {
      const again = await office.preview('organisation', (await exported('formulas', format)).files);
      expect(again.body).toMatchObject({ new: 0, changed: 0, gone: 0, errors: [] });
    }
  });
});
