import { expect, it } from '@jest/globals';
import { givingWay, type Sharing } from './joint-purchase.js';

const run = (runId: string, over: Partial<Sharing> = {}): Sharing => ({
  runId,
  stage: 'purchasing',
  haveLeft: false,
  planned: [{ purchaseId: `purchase-${runId}`, bought: false, runs: [runId] }],
  ...over,
});
const joint = (...runs: string[]): Partial<Sharing> => ({ planned: [{ purchaseId: 'joint', bought: false, runs }] });

it('names the purchases that give way, each once', () => {
  expect(givingWay('超市', [run('b'), run('a')])).toEqual(['purchase-a', 'purchase-b']);
  expect(givingWay('超市', [run('a', joint('a', 'b')), run('b', joint('a', 'b')), run('c')])).toEqual(['joint', 'purchase-c']);
});

it.each([
  ['wrong-stage', { stage: 'confirming' }],
  ['wrong-stage', { stage: 'settling' }],
  ['wrong-stage', { stage: 'cancelled' }],
  ['not-planned', { planned: [] }],
  ['already-bought', { planned: [{ purchaseId: 'p', bought: true, runs: ['a'] }] }],
  ['already-bought', { haveLeft: true }],
  ['shared-purchase', joint('a', 'x')],
] as const)('is refused as %s', (code, over) => {
  expect(() => givingWay('超市', [run('a', over), run('b')])).toThrow(expect.objectContaining({ code }));
});
