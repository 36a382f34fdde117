#!/usr/bin/env node
import { program } from './program.js';
import { sayFailure } from './failure.js';

process.exitCode = await program()
  .parseAsync(process.argv)
  .then(
    () => 0,
    (error: unknown) => sayFailure(error, process.argv.includes('--json')),
  );
