import { fileURLToPath } from 'node:url';
import { bundleWorkflows } from '@jielong/platform';
import { bundlePath } from './bundle-path.js';

/** A step of the build: workers start without webpack, and every one of them runs the same code. */
await bundleWorkflows(fileURLToPath(new URL('./workflows.js', import.meta.url)), bundlePath);
