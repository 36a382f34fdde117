/**
 * Before every command: what `npm ci` installs is there and fits the lockfile. Runs on the system's Node with built-ins only; what comes
 * after it runs on the Node that npm installed.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const marker = `${root}node_modules/.jielong-lock`;
const oldest = [20, 19];

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  console.error(`✗ This is Node ${process.versions.node}. Jielong needs Node ${oldest.join('.')} or later: https://nodejs.org`);
  process.exit(1);
}

const read = (path) => readFileSync(`${root}${path}`, 'utf8');

function isInstalled(lockfile, hash) {
  if (!existsSync(`${root}node_modules/node/bin/node`) && process.platform !== 'win32') return false;
  if (existsSync(marker) && readFileSync(marker, 'utf8') === hash) return true;
  return (
    existsSync(`${root}node_modules/.package-lock.json`) &&
    agrees(JSON.parse(lockfile), JSON.parse(read('node_modules/.package-lock.json')))
  );
}

/** Somebody has run npm by hand: what is there is what the lockfile says, except for what other machines need. */
function agrees({ packages: wanted }, { packages: found }) {
  const isThere = ([path, { version, optional, link }]) =>
    link || path === '' || !path.includes('node_modules/') || found[path]?.version === version || (optional && !found[path]);
  return Object.entries(wanted).every(isThere);
}

function install() {
  console.log('Installing what the project needs (npm ci): about half a minute, more on a slow line');
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', '--foreground-scripts=false'];
  const shell = process.platform === 'win32';
  const done = spawnSync('npm', args, {
    cwd: root,
    stdio: 'inherit',
    shell,
    env: { ...process.env, npm_config_yes: 'true', npm_config_update_notifier: 'false' },
  });
  if (done.status === 0) return;
  console.error(
    '✗ `npm ci` failed; its reason stands above. Look at the network and the registry that npm uses, then run the same command again.',
  );
  process.exit(1);
}

refuseOldNode();
const lockfile = read('package-lock.json');
const hash = createHash('sha256').update(lockfile).digest('hex');
if (!isInstalled(lockfile, hash)) install();
if (!existsSync(marker) || readFileSync(marker, 'utf8') !== hash) writeFileSync(marker, hash);
