import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { program } from '../program.js';

let said: string[];
beforeEach(() => {
  said = [];
  for (const stream of [process.stdout, process.stderr])
    jest.spyOn(stream, 'write').mockImplementation((text) => Boolean(said.push(String(text))));
});
afterEach(() => void jest.restoreAllMocks());

/** Members has merged them; orders answers this. */
async function merge(followed: Response): Promise<string[]> {
  const asked = jest
    .spyOn(globalThis, 'fetch')
    .mockResolvedValueOnce(Response.json({ merged: 'second' }))
    .mockResolvedValueOnce(followed);
  await program().parseAsync(['household', 'merge', 'second', '--into', 'first', '--reason', '重复登记'], { from: 'user' });
  return asked.mock.calls.map(([url]) => (url instanceof URL ? url.pathname : ''));
}

test('a merge says what has become of the orders, and what a person may want to change', async () => {
  const questions = [
    { is: 'over-limit', bundle: 'SC01', portions: 3, limit: 2 },
    { is: 'other-payer', household: 'son' },
    { is: 'other-place', pickupPointId: 'gate', fulfilment: 'to-door' },
  ];
  const orders = [{ orderId: 'ours', items: { SC01: 3 }, joined: ['theirs'], questions }];
  const followed = Response.json({ into: 'first', orders, staying: [{ orderId: 'locked' }] });
  expect(await merge(followed)).toEqual(['/api/households/second/merge', '/api/household-merges']);
  for (const part of ['order ours: SC01×3', '3 份，超过每户 2 份', 'paid by son', 'to-door gate', '订单 locked 已锁单'])
    expect(said.join('')).toContain(part);
});

test('a merge of which the orders do not know yet says that it has to be run again', async () => {
  const away = Response.json({ code: 'busy', detail: '' }, { status: 503 });
  await expect(merge(away)).rejects.toMatchObject({ status: 503 });
  expect(said.join('')).toContain('run this again');
});
