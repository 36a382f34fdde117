import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const credentialSchema = z.object({ token: z.string(), device: z.string() });
/** What a sign-in has given: `token` opens, `device` says that this machine is known. */
export type Credential = z.output<typeof credentialSchema>;
const fileSchema = z.record(z.string(), credentialSchema);

const ownerOnly = { file: 0o600, folder: 0o700 } as const;

function folder(): string {
  const { JIELONG_CONFIG_DIR: own, XDG_CONFIG_HOME: config, APPDATA: windows } = process.env;
  return own || join(config || windows || join(homedir(), '.config'), 'jielong');
}
const file = (): string => join(folder(), 'credentials.json');

/** One for each address and person. */
const keyOf = (url: string, actor: string): string => `${url} ${actor}`;

function kept(): Record<string, Credential> {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file(), 'utf8')));
  } catch {
    return {}; // nobody has signed in yet; what cannot be read opens nothing
  }
}

export const credentialOf = (url: string, actor: string): Credential | undefined => kept()[keyOf(url, actor)];

/** Keeps it in the user's own folder, which nobody else can read; undefined forgets it. */
export function keep(url: string, actor: string, credential: Credential | undefined): void {
  const { [keyOf(url, actor)]: _, ...others } = kept();
  mkdirSync(folder(), { recursive: true, mode: ownerOnly.folder });
  const half = `${file()}.${process.pid}`;
  writeFileSync(half, `${JSON.stringify(credential ? { ...others, [keyOf(url, actor)]: credential } : others, null, 2)}\n`, {
    mode: ownerOnly.file,
  });
  chmodSync(half, ownerOnly.file); // a half of an earlier day may have been another's
  renameSync(half, file());
}
