import type { OpenAPIObject } from '@nestjs/swagger';

/** One document of all services: paths and schemas side by side. A path or schema of two services is a fault of ours. */
export function merged(documents: readonly OpenAPIObject[]): OpenAPIObject {
  return {
    openapi: '3.0.3',
    info: {
      title: 'Jielong 接龙',
      version: documents[0]?.info.version ?? '0',
      description:
        'Feeds and looks after a neighbourhood that is cut off. Money is whole fen, instants are ISO 8601 with offset, errors are problem+json (RFC 9457).',
    },
    servers: [{ url: '/' }],
    tags: documents.flatMap(({ tags = [] }) => tags),
    paths: Object.fromEntries(documents.flatMap(({ paths }) => Object.entries(paths))),
    components: {
      schemas: Object.fromEntries(documents.flatMap(({ components }) => Object.entries(components?.schemas ?? {}))),
      securitySchemes: Object.fromEntries(documents.flatMap(({ components }) => Object.entries(components?.securitySchemes ?? {}))),
    },
  };
}
