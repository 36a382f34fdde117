import { expect, test } from '@jest/globals';
import { grantsOf, type HeldRole } from './grants.js';

const held = (role: HeldRole['role'], scope: string, names: Partial<HeldRole> = {}): HeldRole => ({
  ...{ role, scope, gate: null, building: null, isCompound: false, parts: [] },
  ...names,
});
const grid = ['7', '8'].map((building) => ({ compound: 'LT', building }));

test.each<[HeldRole, object[]]>([
  [held('coordinator', '社区'), [{ role: 'coordinator', scope: {} }]],
  [held('accountant', '社区'), [{ role: 'accountant', scope: {} }]],
  [held('group-buy-leader', 'LT'), [{ role: 'group-buy-leader', scope: { compound: 'LT' } }]],
  [
    held('gate-captain', '蓝天花园南门', { gate: { compound: 'LT', gate: '南门' } }),
    [{ role: 'gate-captain', scope: { compound: 'LT', gate: '南门' } }],
  ],
  [held('gate-captain', '不再有的门'), []],
  [
    held('gate-volunteer', '蓝天花园南门', { gate: { compound: 'LT', gate: '南门' } }),
    [{ role: 'gate-volunteer', scope: { compound: 'LT', gate: '南门' } }],
  ],
  [held('gate-volunteer', '不再有的门'), []],
  [held('team-captain', '物资保障一队'), [{ role: 'team-captain', scope: { team: '物资保障一队' } }]],
  [held('purchaser', '示范保供超市'), [{ role: 'purchaser', scope: { supplier: '示范保供超市' } }]],
  [held('coordinator', ''), [{ role: 'coordinator', scope: {} }]],
  [held('coordinator', '蓝天花园'), []],
  [held('accountant', 'LT'), []],
  [
    held('building-captain', 'LT-7', { building: { compound: 'LT', building: '7' } }),
    [{ role: 'building-captain', scope: { compound: 'LT', building: '7' } }],
  ],
  [
    held('building-captain', 'XF-2-7', { building: { compound: 'XF-2', building: '7' } }),
    [{ role: 'building-captain', scope: { compound: 'XF-2', building: '7' } }],
  ],
  [held('building-captain', 'XF-2', { isCompound: true }), [{ role: 'building-captain', scope: { compound: 'XF-2' } }]],
  [held('building-captain', 'LT-99'), []],
  [held('grid-worker', 'LT', { isCompound: true }), [{ role: 'grid-worker', scope: { compound: 'LT' } }]],
  [held('grid-worker', '蓝天一格', { parts: grid }), grid.map((scope) => ({ role: 'grid-worker', scope }))],
  [held('building-captain', ''), []],
  [held('operator', '社区'), [{ role: 'operator', scope: {} }]],
  [
    held('group-leader', '第二临时支部第一小组', { parts: [{ group: 'g' }, { compound: 'LT', gate: '南门' }] }),
    [
      { role: 'group-leader', scope: { group: 'g' } },
      { role: 'group-leader', scope: { compound: 'LT', gate: '南门' } },
    ],
  ],
  [held('group-leader', '没有这样的小组'), []],
])('%j covers %j', (role, grants) => expect(grantsOf([role])).toEqual(grants));
