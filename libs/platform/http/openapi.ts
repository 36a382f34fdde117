import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { documentProblems } from './openapi-problems.js';

const converted = (schema: unknown, { schemaType }: { schemaType: 'input' | 'output' }) => {
  if (!(schema instanceof z.ZodType)) return undefined;
  return { schema: z.toJSONSchema(schema, { io: schemaType, target: 'openapi-3.0', unrepresentable: 'any' }) };
};

/** The OpenAPI document of a service: schemas from zod, every operation with its problems and with examples. */
export function openApiOf(app: INestApplication, name: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle(`Jielong ${name}`)
    .setVersion('1')
    .addBearerAuth({ type: 'http', description: '`token` of `POST /api/sessions`, or an API key; a browser has its cookie' })
    .addSecurityRequirements('bearer')
    .build();
  const options = { standardSchemaConverter: converted, operationIdFactory: (_controller: string, method: string) => method };
  return documentProblems(SwaggerModule.createDocument(app, config, options));
}

/** Serves it at `/openapi.json`; made at the first request, for it costs time that a start should not take. */
export function serveOpenApi(app: INestApplication, name: string): void {
  let document: OpenAPIObject | undefined;
  app.getHttpAdapter().get('/openapi.json', (_request: Request, response: Response) => {
    document ??= openApiOf(app, name);
    response.json(document);
  });
}
