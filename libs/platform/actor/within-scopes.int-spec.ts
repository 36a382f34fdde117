import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { covers, type Scope } from '@jielong/kernel';
import fc from 'fast-check';
import { scratchService, type ScratchService } from '../spec/scratch-service.js';
import { withinScopes } from './within-scopes.js';

let service: ScratchService;
beforeAll(async () => {
  service = await scratchService();
});
afterAll(() => service.drop());

const facts = ['compound', 'gate', 'building', 'unit'] as const;
const name = fc.constantFrom('', '1', '2', "南'门");
const scope = fc.record({ compound: name, gate: name, building: name, unit: name, team: name }, { requiredKeys: [] });
const row = fc.record(Object.fromEntries(facts.map((fact) => [fact, fc.option(name)])));
const columns = Object.fromEntries(facts.map((fact) => [fact, `said.${fact}`]));
const sql = `SELECT ${withinScopes('$1', columns)} AS within FROM (SELECT ${facts.map((fact, i) => `$${i + 2}::text AS ${fact}`).join(', ')}) said`;

test('a row is within scopes where one of them covers it', async () => {
  const isWithin = async (scopes: readonly Scope[] | null, said: Readonly<Record<string, string | null>>) =>
    (await service.db.query<{ within: boolean }[]>(sql, [scopes && JSON.stringify(scopes), ...facts.map((fact) => said[fact] ?? null)]))[0]
      ?.within;
  const rule = fc.asyncProperty(fc.array(scope, { maxLength: 3 }), row, async (scopes, said) => {
    expect(await isWithin(scopes, said)).toBe(scopes.some((one) => covers(one, [said])));
  });
  await fc.assert(rule, { numRuns: 300 });
  expect(await isWithin(null, {})).toBe(true);
});
