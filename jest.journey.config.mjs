import { base } from './jest.config.mjs';

/** Journeys through the gateway, against the whole system, which `npm test` starts. */
export default {
  ...base,
  testMatch: ['<rootDir>/apps/e2e/**/*.journey-spec.ts'],
  maxWorkers: 2,
  testTimeout: 180_000,
};
