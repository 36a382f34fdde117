#!/usr/bin/env node
import { program } from './program.js';
import { exitCodes, sayFailure } from './failure.js';

const jielong = program();
let command = jielong;
jielong.hook('preAction', (_program, asked) => void (command = asked));

process.exitCode = await jielong.parseAsync(process.argv).then(
  () => process.exitCode ?? exitCodes.done, // a command that has looked for something says itself that it found it
  (error: unknown) => sayFailure(error, process.argv.includes('--json'), command),
);
