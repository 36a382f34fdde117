import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for argon2id, the library's default kind: 19 MiB, two passes. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The hash of a PIN or passphrase, with its salt and cost (PHC string format). */
export const secretHash = (secret: string): Promise<string> => hash(secret.normalize('NFKC'), cost);

/** Compared with where there is no account: whoever asks cannot tell by the time it takes. */
const nobodys = secretHash('nobody has this secret');

/** Whether it is the secret; for an account that is not there, as slowly, never. */
export async function isSecret(secret: string, kept: string | undefined): Promise<boolean> {
  const isRight = await verify(kept ?? (await nobodys), secret.normalize('NFKC'));
  return isRight && kept !== undefined;
}
