/** What package-lock.json must be so that `npm ci` works on every machine and with every registry. */
export interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
export type Packages = Readonly<Record<string, Entry>>;

export interface MissingOptional {
  /** The package that names it. */
  readonly parent: string;
  readonly name: string;
  readonly range: string;
}

/** Optional packages that the lockfile does not list: those of other platforms, where the registry that wrote it did not have them. */
export const missingOptionals = (packages: Packages): MissingOptional[] =>
  Object.entries(packages).flatMap(([parent, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isListed(packages, parent, name))
      .map(([name, range]) => ({ parent, name, range })),
  );

/** As Node looks for it: from the package's own node_modules upwards. */
function isListed(packages: Packages, parent: string, name: string): boolean {
  for (let place = parent; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))) {
    if (packages[`${place ? `${place}/` : ''}node_modules/${name}`]) return true;
    if (!place.includes('/node_modules/')) return place !== '' && packages[`node_modules/${name}`] !== undefined;
  }
}

/** Entries that name the place they came from: it would be asked on every machine. */
export const namedHosts = (packages: Packages): string[] =>
  Object.entries(packages)
    .filter(([, { resolved = '', link }]) => !link && /^(https?|git|ssh)/.test(resolved))
    .map(([path, { resolved = '' }]) => `${path}: ${resolved}`);

const systems: Readonly<Record<string, string>> = { windows: 'win32' };
const libcs: Readonly<Record<string, string>> = { gnu: 'glibc', musl: 'musl' };
const osWords = /\b(darwin|linux|win32|windows|freebsd|android|openharmony|aix|sunos|netbsd|openbsd)\b/;
const cpuWords = /\b(arm64|x64|ia32|arm|ppc64|s390x|riscv64|loong64|wasm32|mips64el)\b/;
const libcWords = /\blinux-\w+-(gnu|musl)\b/;

/** For which machines a binary is, as its name says: npm then skips it on the others. */
export function platformOf(name: string): { os?: string[]; cpu?: string[]; libc?: string[] } {
  const [, os] = osWords.exec(name) ?? [];
  const [, cpu] = cpuWords.exec(name) ?? [];
  const [, libc] = libcWords.exec(name) ?? [];
  return {
    ...(os === undefined ? {} : { os: [systems[os] ?? os] }),
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(libc === undefined ? {} : { libc: [libcs[libc] ?? libc] }),
  };
}
