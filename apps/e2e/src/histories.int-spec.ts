import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Histories } from './histories.js';

const address = process.env['TEST_TEMPORAL_ADDRESS'];
let histories: Histories;
let elsewhere: Histories;
beforeAll(async () => {
  histories = await Histories.open(address, process.env['TEST_TEMPORAL_NAMESPACE']);
  elsewhere = await Histories.open(address, 'no-such-namespace');
});
afterAll(() => Promise.all([histories.close(), elsewhere.close()]));

it('waits for a process that is yet to begin, but not for ever', async () => {
  const asked = histories.asks('trip:nobody', 'confirmLoading', 100);
  await expect(asked).rejects.toThrow('trip:nobody has not asked for confirmLoading in 100 ms, but for: nothing');
});

it('takes nothing else for a process that is yet to begin', async () => {
  await expect(elsewhere.asks('trip:nobody', 'confirmLoading')).rejects.toThrow(/namespace/i);
});
