import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { keyScopes } from './key-scopes.js';
import { type ActingRole, actingRoles, permissions } from './permissions.js';

const file = new URL('../../../docs/permissions.md', import.meta.url);
const words: Readonly<Record<ActingRole, string>> = {
  coordinator: '协调员 | the whole community',
  operator: '运维 | the whole community, but no food, no money and no person',
  accountant: '会计 | the whole community',
  purchaser: '采购员 | purchases at a supplier',
  'gate-captain': '卡口负责人 | a gate, and the points at it',
  'team-captain': '队长 | trips of a team, and those that nobody has given to one',
  'group-buy-leader': '团长 | a compound',
  'building-captain': '楼栋长 | a building or a unit',
  'grid-worker': '网格员 | a grid, a building or a compound',
  'branch-secretary': '支部书记、副书记 | the people of a branch, and what its groups are in charge of',
  'group-leader': '小组长、副组长 | the people of a group, and the compounds or gates that it is in charge of',
  member: '报到党员、下沉干部 | nothing by this alone',
  volunteer: '志愿者 | nothing by this alone',
  'gate-volunteer': '卡口志愿者 | a gate, named for it, or at a device of a shift while it lasts',
  household: '住户（凭本户链接） | itself',
};
const line = (...cells: string[]) => `| ${cells.join(' | ')} |`;
const document = `# Who may do what

Written from \`libs/members/contract/permissions.ts\` by its test (\`JIELONG_WRITE_DOCS=1\`), which fails where they differ. Every endpoint and every step names a row (\`x-permission\` in \`/api/openapi.json\`); the role has to cover the row acted on. Whatever is not here is refused: 403 \`not-yours\`, and 404 \`not-there\` where even that something is there is private (households, orders, pickups).

${line('role', '', 'covers')}
${line('---', '---', '---')}
${actingRoles.map((role) => line(`\`${role}\``, ...words[role].split(' | '))).join('\n')}

${line('permission', 'for')}
${line('---', '---')}
${Object.entries(permissions)
  .map(([name, who]) => line(`\`${name}\``, [who].flat().join(', ').replace('everybody', 'whoever has signed in')))
  .join('\n')}

An API key may hold ${keyScopes.map((scope) => `\`${scope}\``).join(', ')}, each for the whole community; everything else is for a person who has signed in ([ADR 0027](adr/0027-a-key-is-not-a-person.md)).
`;
/** As the formatter of the workspace writes tables. */
const cells = (text: string) => text.split('\n').map((row) => row.replaceAll(/ *\| */g, '|').replaceAll(/-{3,}/g, '---'));

test('the document says what the table says', () => {
  if (process.env['JIELONG_WRITE_DOCS']) writeFileSync(file, document);
  expect(cells(readFileSync(file, 'utf8'))).toEqual(cells(document));
});

test('a device of a shift hands out, and neither corrects, closes nor decides', () => {
  const allowed = Object.entries(permissions).flatMap(([name, who]) => ([who].flat().includes('gate-volunteer') ? [name] : []));
  expect(allowed).toEqual([
    ...[
      'me.read',
      'shifts.stand',
      'households.contact',
      'catalogue.read',
      'supply-runs.read',
      'custody.read',
      'pickups.read',
      'pickups.record',
    ],
  ]);
});

test('nobody but the office and the accountant sees or moves money of the whole community, and nobody else opens the door', () => {
  for (const [name, who] of Object.entries(permissions))
    if (
      /^(money|settlements|payments\.(reverse|pay-out|waive)|accounts|keys|sessions\.end|organisation\.(import|export|write)|people\.find|policies\.write)/.test(
        name,
      )
    )
      expect([name, [who].flat().filter((role) => role !== 'coordinator' && role !== 'accountant')]).toEqual([name, []]);
});

test('an operator keeps the processes going, and gets at no food, no money and no person', () => {
  const rows = Object.entries(permissions).filter(([, who]) => typeof who !== 'string' && who.some((role) => role === 'operator'));
  expect(rows.map(([name]) => name).sort()).toEqual(['audit.verify', 'payloads.read', 'processes.read', 'processes.resume']);
});
