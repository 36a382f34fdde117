#!/usr/bin/env node
/** `npx jielong`: what npm links at install, before anything is built. */
import { existsSync } from 'node:fs';

const main = new URL('../dist/src/main.js', import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  console.error('还没有构建：先运行 npm start 或 npm run build / Not built yet: run npm start or npm run build first');
  process.exitCode = 1;
}
