import { fileURLToPath } from 'node:url';

/** The folder of the whole workspace. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** A path in the workspace, or an absolute one as it is. */
export const inRoot = (path: string): string => fileURLToPath(new URL(path, new URL('../', import.meta.url)));
