import { base } from './jest.config.mjs';

/** Journeys through the gateway, against the whole system, which `npm test` starts. */
export default {
  ...base,
  testMatch: ['<rootDir>/apps/e2e/**/*.journey-spec.ts'],
  setupFiles: ['<rootDir>/apps/e2e/src/personal/keep-errors.ts'],
  setupFilesAfterEnv: ['<rootDir>/apps/e2e/src/after-journey.ts'],
  maxWorkers: 2,
  testTimeout: 180_000,
};
