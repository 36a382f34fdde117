import { afterEach, expect, jest, test } from '@jest/globals';
import { program } from '../program.js';

afterEach(() => void jest.restoreAllMocks());

const order = {
  ...{ orderId: 'o1', building: '3', unit: '2', room: '501', maskedName: '张**', code: '482915', fulfilment: 'pick-up', state: 'ready' },
  ...{ lines: [], pickupIds: [], peopleMayCollect: ['V001'] },
  mayCollect: [
    { compoundName: '蓝天花园', building: '3', unit: '2', room: '502', maskedName: '李**' },
    { compoundName: '云峰苑', building: null, unit: null, room: null, maskedName: '王**' },
  ],
};

test('who may also collect is named by compound and room, and from another compound by compound and masked name', async () => {
  let out = '';
  jest.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json({ items: [order], next: null }));
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  await program().parseAsync(['pickup', 'list', '--run', 'R'], { from: 'user' });
  expect(out).toContain('蓝天花园 3-2-502；云峰苑 王**；V001');
});
