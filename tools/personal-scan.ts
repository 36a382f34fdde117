import { join } from 'node:path';
import type { Result } from './jest-runs.ts';
import { runNode } from './run.ts';
import type { System } from './system.ts';

const program = 'apps/e2e/dist/src/personal/scan.js';

/** Whether anything personal stands in the logs, histories and error answers that the journeys have left behind; counts as one test. */
export async function personalScan({ dataDir }: System, env: NodeJS.ProcessEnv): Promise<Result> {
  const { code, output } = await runNode([program, join(dataDir, 'logs')], { env });
  const passed = code === 0;
  return {
    ...{ numPassedTests: passed ? 1 : 0, numFailedTests: passed ? 0 : 1, numPendingTests: 0, numRuntimeErrorTestSuites: 0 },
    testResults: [
      {
        name: program,
        status: passed ? 'passed' : 'failed',
        message: passed ? '' : `Personal data in logs, histories or error answers:\n${output}`,
      },
    ],
  };
}
