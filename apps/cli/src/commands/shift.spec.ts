import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { program } from '../program.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jielong-shift-'));
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});
const open = (file: string) =>
  program().parseAsync(['shift', 'open', '--compound', 'LT', '--gate', '南门', '--qr', file], { from: 'user' });

test('the picture of a shift’s QR is for nobody else on the machine', async () => {
  const shift = { id: 's-1', compoundName: '蓝天花园', gate: '南门', until: '2026-11-26T20:00:00+08:00', link: 'https://x', qr: '<svg/>' };
  jest.spyOn(globalThis, 'fetch').mockResolvedValue(Response.json(shift));
  const file = join(folder, 'shift.svg');
  await open(file);
  expect([await readFile(file, 'utf8'), (await stat(file)).mode & 0o077]).toEqual(['<svg/>', 0]);
});

test('where the picture cannot be written no shift is opened', async () => {
  const fetched = jest.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('asked'));
  const file = join(folder, 'nowhere', 'shift.svg');
  await expect(open(file)).rejects.toThrow(file);
  expect(fetched).not.toHaveBeenCalled();
});
