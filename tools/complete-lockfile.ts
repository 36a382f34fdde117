/** `npm run lockfile`: after npm has rewritten package-lock.json, lists the optional binaries of every platform in it again. */
import { readFileSync, writeFileSync } from 'node:fs';
import { missingOptionals, platformOf, type Packages } from './lockfile.ts';
import { inRoot } from './places.ts';

const file = inRoot('package-lock.json');
const lockfile = JSON.parse(readFileSync(file, 'utf8')) as { packages: Packages };
const missing = missingOptionals(lockfile.packages);
const added = missing.map(({ parent, name, range }) => {
  const { dev } = lockfile.packages[parent] ?? {};
  return [`node_modules/${name}`, { version: range, ...(dev ? { dev } : {}), optional: true, ...platformOf(name) }] as const;
});
const inOrder = Object.entries({ ...lockfile.packages, ...Object.fromEntries(added) }).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
if (added.length) writeFileSync(file, `${JSON.stringify({ ...lockfile, packages: Object.fromEntries(inOrder) }, null, 2)}\n`);
console.log(added.length ? `Added ${added.map(([path]) => path).join(', ')}` : 'The lockfile is complete.');
