import { read } from '../read.js';
import type { Answer } from '../answers.js';
import type { Line, Reading, Register, Round } from '../types.js';

/** A small round for tests: five items open, one more in the catalogue. */
export const round: Round = {
  compound: 'GY',
  serviceDate: '2026-11-25',
  openBundles: [
    { code: 'SC', name: '蔬菜包', priceFen: 3000, limitPerHousehold: 2, bundleCap: 4 },
    { code: 'RL', name: '肉类包', priceFen: 6800, limitPerHousehold: 2, bundleCap: null },
    { code: 'JD', name: '鸡蛋', priceFen: 2250, limitPerHousehold: 2, bundleCap: null },
    { code: 'MF', name: '面粉', priceFen: 1550, limitPerHousehold: 1, bundleCap: null },
    { code: 'GM', name: '挂面', priceFen: 980, limitPerHousehold: null, bundleCap: null },
  ],
  itemWords: [
    { code: 'SC', name: '蔬菜包', words: ['蔬菜', '菜包', '青菜'] },
    { code: 'RL', name: '肉类包', words: ['肉包', '猪肉', '肉'] },
    { code: 'JD', name: '鸡蛋', words: ['蛋', '鲜鸡蛋'] },
    { code: 'MF', name: '面粉', words: ['面', '白面'] },
    { code: 'GM', name: '挂面', words: ['面', '面条'] },
    { code: 'NN', name: '牛奶', words: ['奶', '纯牛奶'] },
    { code: 'DZ', name: '豆制品', words: ['豆腐'] },
  ],
};
const floors = ['101', '102', '201', '501', '502', '601', '602'];
const building = (name: string, units: readonly (string | null)[]): Register['households'] =>
  units.flatMap((unit) => floors.map((room) => ({ id: [name, unit, room].filter(Boolean).join('-'), building: name, unit, room })));

/** Buildings 1, 3 and 12 with units, tower 8 with one, house 9 without; two households live in 3-1-102. */
export const register: Register = {
  compounds: [
    { code: 'GY', name: '桂园新村' },
    { code: 'YF', name: '云飞苑' },
    { code: 'GY2', name: '桂园新村二期' },
  ],
  buildings: [
    { building: '1', units: 3, gate: '东门' },
    { building: '3', units: 2, gate: '西门' },
    { building: '8', units: 1, gate: '东门' },
    { building: '9', units: 0, gate: '东门' },
    { building: '12', units: 3, gate: '西门' },
  ],
  households: [
    ...building('1', ['1', '2', '3']),
    ...building('3', ['1', '2']),
    { id: '3-1-102-b', building: '3', unit: '1', room: '102' },
    ...building('8', ['1']),
    ...building('9', [null]),
    ...building('12', ['1', '2', '3']),
  ],
};
export const header = `#接龙
【桂园新村】11月25日团购
A 蔬菜包（时令蔬菜5种）30元/份 限2份
B 肉类包 68元/份 限2份
C 鸡蛋（30枚一板）22.5元/板 限2板
D 面粉 15.5元/袋 限1袋
E 挂面（1kg一把）9.8元/把
截单：11月24日20:00 取货：11月25日 16:00起 东门、西门
例 1-1-101 张** A1份 尾号0000
`;

export const readEntries = (entries: string, answers: readonly Answer[] = [], to = round): Reading =>
  read(header + entries, to, register, answers);

/** The last listed line of some entries. */
export function lastLine(entries: string): Line {
  const line = readEntries(entries).lines.at(-1);
  if (!line) throw new Error('nothing was read');
  return line;
}

/** `3-2-501 SC2 RL1`, or why it is not counted. */
export function outcome(entries: string): string {
  const { orders, reason } = lastLine(entries);
  const said = orders.map(({ room, items }) => [room, ...Object.entries(items).map(([code, count]) => `${code}${count}`)].join(' '));
  return reason ?? said.join('; ');
}
