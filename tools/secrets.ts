import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Trouble } from './say.ts';

/** What only this installation knows, by name; made at first need. */
export type Secrets = (name: string) => string;

const keyRings = {
  CODEC_KEYS: 'codecKeys',
  SIGNING_KEYS: 'signingKeys',
  REPORT_KEYS: 'reportKeys',
  DATA_KEYS: 'dataKeys',
  LOOKUP_KEYS: 'lookupKeys',
} as const;
const aKeyRing = () => `local:${randomBytes(32).toString('base64')}`;
const made: Readonly<Record<string, () => string>> = Object.fromEntries(Object.values(keyRings).map((name) => [name, aKeyRing]));
const password = () => randomBytes(24).toString('base64url');

/** Secrets of a data folder, in a file that only its owner can read. */
export function secretsOf(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  mkdirSync(dataDir, { recursive: true });
  const known: Record<string, string> = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
  return (name) => {
    const value = known[name] ?? (made[name] ?? password)();
    if (known[name] === undefined) {
      known[name] = value;
      writeFileSync(`${file}.new`, `${JSON.stringify(known, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${file}.new`, file); // never half a file: the data cannot be read without it
    }
    return value;
  };
}

/** A variable that somebody has to set. */
export function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Trouble(`${name} is not set. docs/operating.md says what it is.`);
  return value;
}

/** For servers of one's own: the password of each database role is in a variable of its name, keys in those that the services have. */
export const secretsInVariables: Secrets = (name) => {
  const [ring] = Object.entries(keyRings).find(([, known]) => known === name) ?? [];
  return variable(ring ?? `${name.toUpperCase()}_PASSWORD`);
};

/** Keys of the payload codec, as CODEC_KEYS takes them. */
export const codecKeysOf = (secrets: Secrets): string => secrets(keyRings.CODEC_KEYS);

/** Keys with which members signs who acts, as SIGNING_KEYS takes them. */
export const signingKeysOf = (secrets: Secrets): string => secrets(keyRings.SIGNING_KEYS);

/** Keys of personal data, as a service with a database takes them, and its migrations. */
export const dataKeysOf = (secrets: Secrets): Readonly<Record<'DATA_KEYS' | 'LOOKUP_KEYS', string>> => ({
  DATA_KEYS: secrets(keyRings.DATA_KEYS),
  LOOKUP_KEYS: secrets(keyRings.LOOKUP_KEYS),
});

/** Keys with which orders and logistics sign reports, as REPORT_KEYS takes them. */
export const reportKeysOf = (secrets: Secrets): string => secrets(keyRings.REPORT_KEYS);

/** What the accounts of the sample community share; no other community has it. */
export const samplePassphraseOf = (secrets: Secrets): string => secrets('samplePassphrase');
