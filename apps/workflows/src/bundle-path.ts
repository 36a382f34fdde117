import { fileURLToPath } from 'node:url';

/** Where the build puts the bundle, and the worker finds it: `apps/workflows/dist/workflow-bundle.js`. */
export const bundlePath = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));
