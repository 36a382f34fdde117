import { createServer, get, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { finishRequests } from './graceful-stop.js';

const gate = (): { open: () => void; opened: Promise<void> } => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
};
const listening = (listener: RequestListener): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer(listener).listen(0, '127.0.0.1', () => resolve(server));
  });
const ask = (server: Server): Promise<number> =>
  new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    get({ port, host: '127.0.0.1' }, (response: IncomingMessage) => resolve(response.resume().statusCode ?? 0)).on('error', reject);
  });

test('a request in hand is finished, and nothing new is taken', async () => {
  let finish: () => void = () => undefined;
  const begun = gate();
  const server = await listening((_request, response) => {
    finish = () => response.end();
    begun.open();
  });
  const inHand = ask(server);
  await begun.opened;
  const stopped = finishRequests(server);
  await expect(ask(server)).rejects.toThrow();
  finish();
  await stopped;
  expect(await inHand).toBe(200);
});

test('a request that never ends does not hold the stop', async () => {
  const begun = gate();
  const server = await listening(() => begun.open());
  const hanging = ask(server).catch(() => 'cut');
  await begun.opened;
  await finishRequests(server, 20);
  expect(await hanging).toBe('cut');
});
