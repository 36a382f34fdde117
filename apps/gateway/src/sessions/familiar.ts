import { fingerprintOf } from '@jielong/platform';

const most = 20_000;

/** What has opened something at this gateway lately: a good session is not kept out by what others behind its address have made up. Hashes alone. */
export class Familiar {
  private readonly known = new Set<string>();

  has(credential: string): boolean {
    return this.known.has(hashed(credential));
  }

  /** The latest stay. */
  keep(credential: string): void {
    this.drop(credential);
    this.known.add(hashed(credential));
    const [oldest] = this.known;
    if (this.known.size > most && oldest !== undefined) this.known.delete(oldest);
  }

  drop(credential: string): void {
    this.known.delete(hashed(credential));
  }
}

const hashed = (credential: string): string => fingerprintOf(credential).toString('base64url');
