import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import { merged } from './openapi.js';

/** The documentation page at `/api/docs`: it reads `/api/openapi.json`. */
export function serveDocs(app: NestExpressApplication): void {
  SwaggerModule.setup('api/docs', app, merged([]), {
    customSiteTitle: 'Jielong 接龙',
    raw: false,
    swaggerOptions: { url: '/api/openapi.json', persistAuthorization: true },
  });
}
