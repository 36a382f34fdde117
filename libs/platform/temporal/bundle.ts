import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const suffix = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const beside = (name: string) => fileURLToPath(new URL(`./${name}.${suffix}`, import.meta.url));

/** Modules, not objects: they are loaded inside the workflow bundle. */
export const converterPaths = { payloadConverterPath: beside('payload-converter') };
export const workflowInterceptorModules: readonly string[] = [beside('workflow-interceptors')];

/**
 * The workflows of `workflowsPath` with our converter and interceptors, as code; written to `outputPath` where one is given.
 * A build step: workers then start without webpack, and every one of them runs the same code. `.ts` sources may be given.
 */
export async function bundleWorkflows(workflowsPath: string, outputPath?: string): Promise<string> {
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    ...converterPaths,
    workflowInterceptorModules: [...workflowInterceptorModules],
    logger: new DefaultLogger('WARN'),
    webpackConfigHook: (config) => (workflowsPath.endsWith('.ts') ? { ...config, resolve: fromSources(config.resolve ?? {}) } : config),
  });
  if (outputPath !== undefined) {
    await mkdir(dirname(outputPath), { recursive: true });
    await writeFile(outputPath, code);
  }
  return code;
}

const fromSources = (resolve: object) => ({
  ...resolve,
  extensionAlias: { '.js': ['.ts', '.js'] },
  conditionNames: ['jielong-source', '...'],
});
