const known = new Set([
  ...['jielong', 'jielong-test', 'jielong_admin', 'scratch'], // of our own tools and tests
  ...['postgres', 'postgresql', 'password', 'passw0rd', 'secret', 'admin', 'administrator', 'changeme', 'change-me', 'letmein'],
  ...['123456', '12345678', '123456789', '1234567890', 'qwerty', 'welcome', 'example'],
]);
const shortest = 12;
const fewestBytes = 12;

const openssl = (bytes: number, form: string) => `make one with openssl rand -${form} ${bytes}`;

/**
 * What is wrong, in production, with secrets that a sample, a test or a hurried person has: a line a variable, without its value. A secret
 * is known by the end of its variable's name, so that one that is added later is looked at too.
 */
export function sampleSecrets(env: Readonly<Record<string, string>>): string[] {
  const taken = new Map<string, string>();
  return Object.entries(env).flatMap(([name, value]) => {
    const wrong = rules.find(({ of }) => of.test(name))?.wrong(value) ?? takenBefore(name, value, taken);
    return wrong === undefined ? [] : [`  ${name}: ${wrong}`];
  });
}

const rules: readonly { readonly of: RegExp; readonly wrong: (value: string) => string | undefined }[] = [
  { of: /_KEYS?$/, wrong: (value) => wrongKeys(keysIn(value)) },
  { of: /_(SECRET|PASSWORD)$/, wrong: (value) => wrongPassword(value, []) },
  { of: /DATABASE_URL$/, wrong: wrongUrl },
];

const keysIn = (value: string): string[] => value.split(',').map((pair) => pair.trim().split(':').at(-1) ?? '');

function wrongKeys(keys: readonly string[]): string | undefined {
  if (new Set(keys).size < keys.length) return `holds the same key twice; ${openssl(32, 'base64')}`;
  return keys.some(isSampleKey) ? `holds a key of a sample or a test; ${openssl(32, 'base64')}` : undefined;
}

/** Drawn by lot, no 32 bytes are like this: few different ones, evenly spaced, or all of them typed on a keyboard. */
function isSampleKey(key: string): boolean {
  const bytes = [...Buffer.from(key, 'base64')];
  const steps = new Set(bytes.slice(1).map((byte, at) => byte - (bytes[at] ?? 0)));
  const isTyped = bytes.every((byte) => byte >= 0x20 && byte <= 0x7e);
  return new Set(bytes).size < fewestBytes || steps.size === 1 || isTyped;
}

function wrongUrl(value: string): string | undefined {
  const { username, password, pathname } = new URL(value);
  return wrongPassword(decodeURIComponent(password), [decodeURIComponent(username), pathname.slice(1)]);
}

function wrongPassword(password: string, names: readonly string[]): string | undefined {
  if (password === '') return `has no password; ${openssl(24, 'hex')}`;
  const isKnown = known.has(password.toLowerCase()) || names.includes(password);
  if (isKnown) return `has the password of a sample or a test; ${openssl(24, 'hex')}`;
  return password.length < shortest ? `has a password of fewer than ${shortest} characters; ${openssl(24, 'hex')}` : undefined;
}

/** One key for two purposes: whoever has it for one has it for the other. */
function takenBefore(name: string, value: string, taken: Map<string, string>): string | undefined {
  if (!/_(KEYS?|SECRET)$/.test(name)) return undefined;
  const [other] = keysIn(value).flatMap((key) => taken.get(key) ?? []);
  keysIn(value).forEach((key) => taken.set(key, name));
  return other === undefined ? undefined : `holds a key that ${other} has too; ${openssl(32, 'base64')}`;
}
