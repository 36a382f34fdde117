import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { assets, assetsPath } from './docs.controller.js';

const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** The files of swagger-ui that the page names, and none of its others. */
export function serveAssets(app: NestExpressApplication): void {
  for (const file of assets) app.useStaticAssets(join(folder, file), { prefix: assetsPath + file, redirect: false });
}
