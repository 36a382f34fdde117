import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '@jielong/platform';

/** The files of swagger-ui that the page needs, and where they are served. */
export const assetsPath = '/api/docs/ui/';
export const assets = ['swagger-ui.css', 'index.css', 'favicon-32x32.png', 'swagger-ui-bundle.js'] as const;

const page = `<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8">
    <title>Jielong 接龙</title>
    <link rel="stylesheet" href="${assetsPath}swagger-ui.css">
    <link rel="stylesheet" href="${assetsPath}index.css">
    <link rel="icon" type="image/png" sizes="32x32" href="${assetsPath}favicon-32x32.png">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="${assetsPath}swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;

/** Without a validator: its badge would be asked for elsewhere, with our address in it. */
const start = `SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  persistAuthorization: true,
  validatorUrl: null,
});
`;

/** The documentation page. Its scripts and styles are files of their own, for the policy of the gateway lets nothing inline run. */
@ApiExcludeController()
@Public()
@Controller('docs')
export class DocsController {
  /** The page itself. */
  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  page(): string {
    return page;
  }

  /** Starts swagger-ui on the page, over the document of all operations. */
  @Get('start.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  start(): string {
    return start;
  }
}
