#!/usr/bin/env node
import { program } from './program.js';
import { sayFailure } from './failure.js';

const jielong = program();
let command = jielong;
jielong.hook('preAction', (_program, asked) => void (command = asked));

process.exitCode = await jielong.parseAsync(process.argv).then(
  () => 0,
  (error: unknown) => sayFailure(error, process.argv.includes('--json'), command),
);
