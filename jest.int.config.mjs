import { base } from './jest.config.mjs';

/** Integration tests: a real PostgreSQL and a real Temporal server, which `npm test` and `npm run test:int` start. */
export default {
  ...base,
  testMatch: ['<rootDir>/{apps,libs,tools}/**/*.int-spec.ts'],
  maxWorkers: 2,
  testTimeout: 60_000,
  setupFilesAfterEnv: ['<rootDir>/tools/jest/quiet-temporal.mjs'],
};
