import { dirname, join, relative, sep } from 'node:path';
import type { Rule } from 'eslint';
import type { Expression } from 'estree';

/**
 * Who may import whom, as docs/architecture.md says. A kind of code names the kinds of our own that it may use, and the packages from
 * outside where those are few; `own` is the same service's, `any` every service's.
 */
interface Allowance {
  readonly ours: readonly string[];
  /** Left out: any package. */
  readonly theirs?: readonly string[];
}

const kinds: Readonly<Record<string, Allowance>> = {
  service: { ours: ['own domain', 'any contract', 'any contract/schemas', 'platform', 'kernel'] },
  workflows: { ours: ['any workflows-lib', 'platform', 'kernel'] },
  'workflows-lib': {
    ours: ['own domain', 'any contract', 'any contract/schemas', 'process', 'kernel'],
    theirs: ['@temporalio/workflow'],
  },
  process: { ours: ['kernel'], theirs: ['@temporalio/workflow'] },
  domain: { ours: ['own contract', 'kernel'], theirs: [] },
  contract: { ours: ['kernel'], theirs: [] },
  'contract/schemas': { ours: ['kernel'], theirs: ['zod'] },
  platform: { ours: ['kernel'] },
  kernel: { ours: [], theirs: [] },
  'kernel/schemas': { ours: [], theirs: ['zod'] },
  testing: { ours: ['any contract', 'kernel'] },
  gateway: { ours: ['any contract', 'platform', 'kernel'] },
  client: { ours: ['any contract', 'any contract/schemas', 'kernel'] },
  e2e: { ours: ['any contract', 'testing', 'kernel'] },
  // Random days drive the services' activities and what a workflow does between them, all in one process. Nobody imports the days.
  days: { ours: ['any service', 'any workflows-lib', 'e2e', 'any contract', 'platform', 'testing', 'kernel'] },
  tools: { ours: [] },
};

/** Tests may use more than what they test: the builders and servers for tests, and any package. */
const forSpecs = ['testing', 'platform', 'kernel', 'any contract', 'any contract/schemas'];

export interface Place {
  readonly kind: string;
  readonly service?: string;
}

const services = ['members', 'orders', 'logistics'];
const clients = ['cli', 'console'];

/** What kind of code a file is; undefined where no rule is written for it. */
export function placeOf(path: string): Place | undefined {
  const [top, first = '', second = ''] = path.split('/');
  if (top === 'tools' || top === 'samples') return { kind: 'tools' };
  if (top === 'apps') return placeOfApp(first, second);
  if (top !== 'libs') return undefined;
  if (!services.includes(first)) return { kind: first === 'kernel' && second === 'schemas.ts' ? 'kernel/schemas' : first };
  return { kind: placeInService(second, path), service: first };
}

function placeOfApp(app: string, folder: string): Place {
  if (app === 'e2e' && folder === 'days') return { kind: 'days' };
  if (services.includes(app)) return { kind: 'service', service: app };
  return { kind: clients.includes(app) ? 'client' : app };
}

function placeInService(lib: string, path: string): string {
  if (lib === 'workflows') return 'workflows-lib';
  return lib === 'contract' && schemaFiles.test(path) ? 'contract/schemas' : lib;
}
const schemaFiles = /\/(schemas|[\w-]+\.schemas?|requests|answers)\.ts$/;

/** What an import names: code of ours, `outside` for another package, or undefined for the same project's own. */
function targetOf(source: string, file: string): Place | 'outside' | undefined {
  if (!source.startsWith('.')) return source.startsWith('@jielong/') ? placeOfPackage(source.slice('@jielong/'.length)) : 'outside';
  const path = join(dirname(file), source);
  return projectOf(path) === projectOf(file) ? undefined : (placeOf(path) ?? 'outside');
}

function placeOfPackage(name: string): Place {
  const [, service, lib, entry] = /^(\w+)-(contract|domain|workflows)(?:\/(.+))?$/.exec(name) ?? [];
  if (service === undefined || lib === undefined) return { kind: name.replace(/^(kernel|platform)\/.*/, '$1') };
  if (lib === 'workflows') return { kind: 'workflows-lib', service };
  return { kind: lib === 'contract' && entry === 'schemas' ? 'contract/schemas' : lib, service };
}

const projectOf = (path: string): string => {
  const [top = '', first = '', second = ''] = path.split('/');
  return (top === 'libs' && services.includes(first)) || placeOf(path)?.kind === 'days'
    ? `${top}/${first}/${second}`
    : top === 'tools' || top === 'samples'
      ? top
      : `${top}/${first}`;
};

export const isSpec = (path: string): boolean => /\.(int-|journey-)?spec\.ts$|\/spec\//.test(path);

/** Why `file` may not import `source`; undefined where it may. Paths are relative to the workspace. */
export function refusal(file: string, source: string): string | undefined {
  const from = placeOf(file);
  const allowance = from && kinds[from.kind];
  if (!from || !allowance) return undefined;
  const target = targetOf(source, file);
  if (target === undefined) return undefined;
  if (target === 'outside')
    return isAllowedOutside(source, allowance, file) ? undefined : `${from.kind} code imports no ${source}: it is kept free of it.`;
  const ours = isSpec(file) ? [...allowance.ours, ...forSpecs] : allowance.ours;
  if (isItself(from, target) || ours.some((name) => fits(name, target, from))) return undefined;
  return `${from.kind} code may import ${ours.join(', ') || 'nothing of ours'}; ${nameOf(target)} is not among them (docs/architecture.md).`;
}

function isAllowedOutside(source: string, { theirs }: Allowance, file: string): boolean {
  return theirs === undefined || isSpec(file) || theirs.some((name) => source === name || source.startsWith(`${name}/`));
}

/** A spec that comes in by its own lib's name. */
const isItself = (from: Place, target: Place): boolean => from.service === target.service && from.kind === target.kind;

function fits(name: string, target: Place, from: Place): boolean {
  const [whose, kind] = name.includes(' ') ? name.split(' ') : [undefined, name];
  return kind === target.kind && (whose !== 'own' || from.service === target.service);
}

const nameOf = ({ kind, service }: Place): string => (service === undefined ? kind : `${service}'s ${kind}`);

/** The ESLint rule over `refusal`. */
export const boundaries: Rule.RuleModule = {
  meta: { type: 'problem', messages: { refused: '{{why}}', unnamed: 'Nobody can see what this imports: name it.' }, schema: [] },
  create(context) {
    const file = relative(context.cwd, context.filename).split(sep).join('/');
    const look = (source: Expression | null | undefined) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const why = refusal(file, source.value);
      if (why !== undefined) context.report({ node: source, messageId: 'refused', data: { why } });
    };
    return {
      ImportDeclaration: ({ source }) => look(source),
      ExportNamedDeclaration: ({ source }) => look(source),
      ExportAllDeclaration: ({ source }) => look(source),
      ImportExpression: ({ source }) => {
        if (source.type !== 'Literal') context.report({ node: source, messageId: 'unnamed' });
        look(source);
      },
    };
  },
};
