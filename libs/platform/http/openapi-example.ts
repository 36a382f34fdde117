interface JsonSchema {
  readonly example?: unknown;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
  readonly items?: unknown;
  readonly additionalProperties?: unknown;
  readonly anyOf?: readonly unknown[];
  readonly oneOf?: readonly unknown[];
  readonly allOf?: readonly unknown[];
}
const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;

const formats: Readonly<Record<string, string>> = {
  uuid: '0193a1b2-0000-7000-8000-000000000001',
  'date-time': '2026-11-25T13:40:00+08:00',
  date: '2026-11-25',
  uri: 'https://example.org',
};

/** An instance of a JSON schema: what its fields name as examples, else defaults, else something of the right type. */
export function exampleOf(schema: unknown): unknown {
  if (!isSchema(schema)) return undefined;
  if (schema.example !== undefined) return schema.example;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  const one = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (one !== undefined) return exampleOf(one);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map(exampleOf)) as unknown;
  return ofType(schema);
}

function ofType(schema: JsonSchema): unknown {
  switch (schema.type ?? 'any') {
    case 'object':
      return Object.fromEntries(shownOf(schema));
    case 'array':
      return schema.items === undefined ? [] : [exampleOf(schema.items)];
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1);
    case 'boolean':
      return true;
    case 'string':
      return formats[schema.format ?? ''] ?? 'text';
    default:
      return undefined;
  }
}

/** Required members, and optional ones that have an example of their own. */
const shownOf = ({ properties = {}, required = [] }: JsonSchema): [string, unknown][] =>
  Object.entries(properties)
    .filter(([name, member]) => required.includes(name) || (isSchema(member) && member.example !== undefined))
    .map(([name, member]) => [name, exampleOf(member)]);
