/** `node tools/unit-tests.ts libs/kernel`: the unit tests of one project, counted into the file that Nx keeps. */
import { globSync } from 'node:fs';
import { jestOver } from './jest-runs.ts';
import { root } from './places.ts';

const [project = ''] = process.argv.slice(2);
const files = globSync(`${project}/**/*.spec.ts`, { cwd: root, exclude: (path) => /(^|\/)(node_modules|dist)$/.test(path) });
const { testResults, numFailedTests, numRuntimeErrorTestSuites } = await jestOver(`unit/${project}`, 'jest.config.mjs', files, process.env);
for (const { message } of testResults) if (message) process.stdout.write(`${message}\n`);
process.exitCode = numFailedTests + numRuntimeErrorTestSuites ? 1 : 0;
