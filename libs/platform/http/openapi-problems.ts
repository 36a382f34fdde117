import type { OpenAPIObject } from '@nestjs/swagger';
import { exampleOf } from './openapi-example.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

const problem = (status: number, code: string, detail: string) => ({
  description: detail,
  content: {
    'application/problem+json': {
      schema: { $ref: '#/components/schemas/Problem' },
      example: {
        type: `urn:jielong:problem:${code}`,
        status,
        code,
        detail,
        correlationId: '3b7c1c1e-8c9e-4a4f-9a52-5b6d4c1f7a10',
      },
    },
  },
});

const always = {
  '400': problem(400, 'malformed', 'not the shape that this operation wants; errors[] names every field'),
  '401': problem(401, 'who-are-you', 'nobody is signed in'),
  '403': problem(403, 'forbidden', 'not for this person'),
  '429': problem(429, 'too-many-requests', 'more than this caller may ask for in a minute; Retry-After says when to go on'),
  '500': problem(500, 'fault', 'a fault of ours; the correlation id finds it'),
  '503': problem(503, 'database-unreachable', 'something is away; Retry-After says when to send the same again'),
};
const ofOne = { '404': problem(404, 'not-found', 'there is none with this id') };
const ofWriting = {
  '409': problem(409, 'conflict', 'not possible as things stand; the code says why'),
  '413': problem(413, 'too-large', 'the body is too large'),
  '415': problem(415, 'not-json', 'the body is not JSON'),
  '422': problem(422, 'invalid', 'a rule refuses it; the code says which'),
};
const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'text', 'correlationId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'for programs' },
    detail: { type: 'string', description: 'for people, by Accept-Language: zh-CN (default) or en' },
    text: { $ref: '#/components/schemas/Text' },
    correlationId: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { $ref: '#/components/schemas/Text' } } },
    },
    details: { type: 'object' },
  },
};
const textSchema = { type: 'object', required: ['zh', 'en'], properties: { zh: { type: 'string' }, en: { type: 'string' } } };

/** Adds to every operation the problems that it can answer with, and examples where it has none. */
export function documentProblems(document: OpenAPIObject): OpenAPIObject {
  const paths = Object.entries(document.paths).map(([path, item]) => [path, documentedItem(path, item)]);
  const schemas = { ...document.components?.schemas, Problem: problemSchema, Text: textSchema };
  return { ...document, paths: Object.fromEntries(paths) as OpenAPIObject['paths'], components: { ...document.components, schemas } };
}

function documentedItem(path: string, item: PathItem): PathItem {
  const operations = methods.flatMap((method) => {
    const operation = item[method];
    return operation ? [[method, documented(path, method, operation)]] : [];
  });
  return { ...item, ...(Object.fromEntries(operations) as PathItem) };
}

function documented(path: string, method: string, operation: Operation): Operation {
  const problems = { ...always, ...(path.includes('{') ? ofOne : {}), ...(method === 'get' ? {} : ofWriting) };
  const answers = Object.entries(operation.responses).map(([status, response]) => [status, withExample(response ?? {})]);
  const body = operation.requestBody === undefined ? {} : { requestBody: withExample(operation.requestBody) };
  return { ...operation, ...body, responses: { ...problems, ...(Object.fromEntries(answers) as object) } } as Operation;
}

/** The same with an example for each content that has a schema and no example. */
function withExample(holder: object): object {
  if (!('content' in holder) || typeof holder.content !== 'object' || holder.content === null) return holder;
  const contents = Object.entries(holder.content as Record<string, { schema?: unknown; example?: unknown }>);
  const shown = contents.map(([type, content]) => [
    type,
    content.schema === undefined || content.example !== undefined ? content : { ...content, example: exampleOf(content.schema) },
  ]);
  return { ...holder, content: Object.fromEntries(shown) as object };
}
