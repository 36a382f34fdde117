import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { program } from '../program.js';

let folder: string;
let printed: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jielong-link-'));
  printed = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

/** What is asked for by a command, when this is the answer. */
async function asked(answer: Response, ...args: string[]): Promise<{ path: string; body: unknown }> {
  const fetched = jest.spyOn(globalThis, 'fetch').mockResolvedValue(answer);
  await program().parseAsync(['household', ...args], { from: 'user' });
  const [[url, init] = ['']] = fetched.mock.calls;
  const request = new Request(url, init);
  return { path: request.url.slice(request.url.indexOf('/api/')), body: await request.json() };
}

test('slips are written to a file that nobody else can read, and no link is shown', async () => {
  const file = join(folder, 'slips.html');
  const answer = new Response('<html>t=secret</html>', { headers: { 'Content-Type': 'text/html' } });
  expect(await asked(answer, 'links', '--compound', 'LT', '--building', '7', '--slip', file)).toEqual({
    path: '/api/households/links?format=slip',
    body: { compound: 'LT', building: '7', renew: false },
  });
  expect(await readFile(file, 'utf8')).toContain('t=secret');
  expect((await stat(file)).mode & 0o077).toBe(0);
  expect(printed).not.toContain('secret');
});

test.each([
  ['is there already', (file: string) => writeFile(file, 'kept')],
  ['is a link to another', (file: string) => symlink(join(folder, 'elsewhere'), file)],
  ['is in no folder', () => rm(folder, { recursive: true })],
])('where the file %s no slip is renewed', async (_what, made) => {
  const file = join(folder, 'slips.html');
  await made(file);
  const fetched = jest.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('asked'));
  const links = ['household', 'links', '--compound', 'LT', '--building', '7', '--renew', '--slip', file];
  await expect(program().parseAsync(links, { from: 'user' })).rejects.toThrow(file);
  expect(fetched).not.toHaveBeenCalled();
});

test('where no slips come nothing is left', async () => {
  jest.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('away'));
  const links = ['household', 'links', '--compound', 'LT', '--building', '7', '--slip', join(folder, 'slips.html')];
  await expect(program().parseAsync(links, { from: 'user' })).rejects.toThrow();
  expect(await readdir(folder)).toEqual([]);
});

test('a link is shown with the room that it is for', async () => {
  const made = { household: 'h', building: '3', unit: '2', room: '501', link: 'https://jielong.example.org/api/home?t=x' };
  expect(await asked(Response.json(made), 'link', 'h')).toEqual({ path: '/api/households/h/link', body: {} });
  expect(printed).toContain('https://jielong.example.org/api/home?t=x');
  expect(printed).toContain('3-2-501');
});

test('a slip that is lost is revoked', async () => {
  expect(await asked(Response.json({ household: 'h', ended: 1 }), 'unlink', 'h')).toEqual({
    path: '/api/households/h/link/revocation',
    body: {},
  });
});
