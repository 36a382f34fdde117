import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inRoot } from './places.ts';

export interface Project {
  readonly name: string;
  readonly root: string;
}

/** The Nx project that a file belongs to: the nearest folder above it that says so. */
export function projectOf(file: string): Project {
  for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) {
    const said = [`${folder}/project.json`, `${folder}/package.json`].find((path) => existsSync(inRoot(path)));
    if (said) return { name: (JSON.parse(readFileSync(inRoot(said), 'utf8')) as { name: string }).name, root: folder };
  }
  throw new Error(`${file} belongs to no project`);
}
