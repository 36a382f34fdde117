import { describe, expect, it } from '@jest/globals';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { rules } from './rules.ts';

/** The project's own rules, without those that ask for types: a snippet has no file. */
const eslint = new ESLint({ overrideConfigFile: true, overrideConfig: [...rules, tseslint.configs.disableTypeChecked] });

async function rulesThatFire(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: file });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}
const importing = (file: string, source: string) => rulesThatFire(file, `import { x } from '${source}';\nexport const y = x;\n`);
const boundaries = 'jielong/boundaries';

const allowed: [string, string][] = [
  ['apps/orders/src/a.ts', '@jielong/orders-domain'],
  ['apps/orders/src/a.ts', '@jielong/members-contract'],
  ['apps/orders/src/a.ts', '@jielong/logistics-contract/schemas'],
  ['apps/orders/src/a.ts', '@jielong/platform'],
  ['apps/orders/src/a.ts', '@nestjs/common'],
  ['apps/orders/src/a.ts', '../spec/b.js'],
  ['apps/workflows/src/a.ts', '@jielong/orders-workflows'],
  ['apps/workflows/src/a.ts', '@jielong/platform'],
  ['libs/orders/workflows/a.ts', '@jielong/orders-domain'],
  ['libs/orders/workflows/a.ts', '@jielong/logistics-contract/schemas'],
  ['libs/orders/workflows/a.ts', '@jielong/process'],
  ['libs/orders/workflows/a.ts', '@temporalio/workflow'],
  ['libs/process/a.ts', '@temporalio/workflow'],
  ['libs/orders/domain/a.ts', '@jielong/orders-contract'],
  ['libs/orders/domain/a.ts', '@jielong/kernel'],
  ['libs/orders/domain/a.spec.ts', 'fast-check'],
  ['libs/orders/contract/schemas.ts', 'zod'],
  ['libs/orders/contract/index.ts', '@jielong/kernel'],
  ['libs/kernel/schemas.ts', 'zod'],
  ['libs/platform/a.ts', '@jielong/kernel'],
  ['libs/platform/a.ts', 'typeorm'],
  ['apps/gateway/src/a.ts', '@jielong/members-contract'],
  ['apps/cli/src/a.ts', '@jielong/members-contract/schemas'],
  ['apps/console/src/a.ts', '@jielong/members-contract'],
  ['apps/e2e/src/a.ts', '@jielong/testing'],
  ['apps/e2e/days/a.ts', '../../orders/src/b.js'],
  ['apps/e2e/days/a.ts', '../../logistics/migrations/b.js'],
  ['apps/e2e/days/a.int-spec.ts', '../../../libs/orders/workflows/b.js'],
  ['apps/e2e/days/a.ts', '@jielong/platform'],
  ['apps/e2e/days/a.ts', '../src/b.js'],
  ['apps/e2e/days/a.ts', './b.js'],
  ['apps/orders/src/a.int-spec.ts', '@jielong/testing'],
  ['tools/a.ts', 'pg'],
  ['tools/lint/a.ts', '../say.ts'],
];

const refused: [string, string][] = [
  ['apps/orders/src/a.ts', '@jielong/logistics-domain'],
  ['apps/orders/src/a.ts', '@jielong/orders-workflows'],
  ['apps/orders/src/a.ts', '@jielong/process'],
  ['apps/orders/src/a.ts', '@jielong/testing'],
  ['apps/orders/src/a.ts', '../../members/src/b.js'],
  ['apps/orders/src/a.ts', '../../../libs/logistics/domain/b.js'],
  ['apps/workflows/src/a.ts', '@jielong/orders-domain'],
  ['apps/workflows/src/a.ts', '@jielong/orders-contract'],
  ['libs/orders/workflows/a.ts', '@jielong/logistics-domain'],
  ['libs/orders/workflows/a.ts', '@jielong/platform'],
  ['libs/orders/workflows/a.ts', '@jielong/logistics-workflows'],
  ['libs/orders/workflows/a.ts', 'node:crypto'],
  ['libs/orders/workflows/a.ts', '@nestjs/common'],
  ['libs/orders/workflows/a.ts', 'typeorm'],
  ['libs/process/a.ts', '@jielong/orders-contract'],
  ['libs/process/a.ts', '@jielong/platform'],
  ['libs/process/a.ts', 'fs'],
  ['libs/process/a.ts', '@nestjs/common'],
  ['libs/process/a.ts', 'typeorm'],
  ['libs/orders/domain/a.ts', '@jielong/members-contract'],
  ['libs/orders/domain/a.ts', '@jielong/orders-contract/schemas'],
  ['libs/orders/domain/a.ts', '@jielong/logistics-domain'],
  ['libs/orders/domain/a.ts', '@jielong/platform'],
  ['libs/orders/domain/a.ts', 'node:fs'],
  ['libs/orders/domain/a.ts', '@nestjs/common'],
  ['libs/orders/domain/a.ts', 'typeorm'],
  ['libs/orders/domain/a.ts', 'zod'],
  ['libs/orders/domain/a.ts', '../../logistics/domain/b.js'],
  ['libs/orders/contract/index.ts', 'zod'],
  ['libs/orders/contract/index.ts', '@jielong/members-contract'],
  ['libs/orders/contract/schemas.ts', '@jielong/platform'],
  ['libs/orders/contract/schemas.ts', 'typeorm'],
  ['libs/platform/a.ts', '@jielong/orders-contract'],
  ['libs/platform/a.ts', '@jielong/process'],
  ['libs/platform/a.ts', '@jielong/testing'],
  ['libs/kernel/a.ts', '@jielong/platform'],
  ['libs/kernel/a.ts', 'node:crypto'],
  ['libs/testing/a.ts', '@jielong/orders-domain'],
  ['apps/gateway/src/a.ts', '@jielong/orders-domain'],
  ['apps/gateway/src/a.ts', '@jielong/testing'],
  ['apps/cli/src/a.ts', '@jielong/platform'],
  ['apps/cli/src/a.ts', '@jielong/orders-domain'],
  ['apps/console/src/a.ts', '@jielong/platform'],
  ['apps/e2e/src/a.ts', '@jielong/platform'],
  ['apps/e2e/src/a.ts', '@jielong/orders-domain'],
  ['apps/e2e/src/a.ts', '../../orders/src/b.js'],
  ['apps/e2e/src/a.ts', '../days/b.js'],
  ['apps/e2e/src/a.int-spec.ts', '../../orders/src/b.js'],
  ['apps/e2e/src/a.int-spec.ts', '../days/b.js'],
  ['apps/e2e/days/a.ts', '@jielong/orders-domain'],
  ['apps/e2e/days/a.ts', '../../gateway/src/b.js'],
  ['apps/e2e/days/a.ts', '../../../libs/logistics/domain/b.js'],
  ['apps/orders/src/a.ts', '../../e2e/days/b.js'],
  ['apps/orders/src/a.int-spec.ts', '../../e2e/days/b.js'],
  ['tools/a.ts', '@jielong/kernel'],
  ['tools/a.ts', '../libs/kernel/index.ts'],
];

describe('who may import whom', () => {
  it.each(allowed)('%s may import %s', async (file, source) => {
    expect(await importing(file, source)).not.toContain(boundaries);
  });

  it.each(refused)('%s may not import %s', async (file, source) => {
    expect(await importing(file, source)).toContain(boundaries);
  });

  it.each(['export * from', 'export { x } from', 'import'])('sees `%s` too', async (words) => {
    expect(await rulesThatFire('libs/platform/a.ts', `${words} '@jielong/orders-contract';\n`)).toContain(boundaries);
  });

  it.each(["import('@jielong/orders-contract')", "import(['@jielong', 'orders-contract'].join('/'))"])(
    'sees an import at run time: %s',
    async (code) => {
      expect(await rulesThatFire('libs/platform/a.ts', `export const x = ${code};\n`)).toContain(boundaries);
    },
  );
});

describe('what rules and processes are kept free of', () => {
  it.each([
    ['libs/orders/domain/a.ts', 'export const x = new Date();', 'no-restricted-syntax'],
    ['libs/orders/domain/a.ts', 'export const x = Date.now();', 'no-restricted-syntax'],
    ['libs/orders/domain/a.ts', 'export const x = Math.random();', 'no-restricted-syntax'],
    ['libs/orders/domain/a.ts', 'export const x = process.env;', 'no-restricted-globals'],
    ['libs/orders/workflows/a.ts', 'export const x = performance.now();', 'no-restricted-globals'],
    ['libs/orders/workflows/a.ts', 'export const x = fetch("");', 'no-restricted-globals'],
    ['libs/process/a.ts', 'export const x = setTimeout(() => 1, 1);', 'no-restricted-globals'],
  ])('%s: %s', async (file, code, rule) => {
    expect(await rulesThatFire(file, `${code}\n`)).toContain(rule);
  });
});

describe('what no code of ours does', () => {
  it.each([
    ['export default 1;', 'no-restricted-syntax'],
    ['export const x = ({} as unknown) as string;', 'no-restricted-syntax'],
    ['export const x: any = 1;', '@typescript-eslint/no-explicit-any'],
    ['export const x = (y: string | undefined) => y!;', '@typescript-eslint/no-non-null-assertion'],
    ['// @ts-ignore\nexport const x = 1;', '@typescript-eslint/ban-ts-comment'],
  ])('%s', async (code, rule) => {
    expect(await rulesThatFire('apps/orders/src/a.ts', `${code}\n`)).toContain(rule);
  });
});
