import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { migrationFor, scratchService, type ScratchService } from '../spec/scratch-service.js';
import { migrate } from './migrate.js';

let service: ScratchService;
beforeAll(async () => void (service = await scratchService()));
afterAll(() => service.drop());

test('every migration can be taken back and applied again; two that start at once do not meet', async () => {
  const scratch = { schema: 'scratch', migrations: [migrationFor(new URL(service.appUrl).username)] };
  const twice = () => migrate(scratch, service.ownerUrl, ['--down-up']);
  await expect(Promise.all([twice(), twice()])).resolves.toEqual(['up to date', 'up to date']);
  await expect(migrate(scratch, service.ownerUrl)).resolves.toBe('up to date');
});
