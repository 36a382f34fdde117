import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { canonical, type Report, type Sent, type Subject } from '@jielong/kernel';
import { SERVICE_CONFIG, type StepsConfig } from '../config/service-config.js';

type ReportKeys = Pick<StepsConfig, 'REPORT_KEYS'>;

/**
 * Shows that a service which knew its caller has let a report in: `<key id>.<HMAC-SHA-256>` over all that is said (report id, person, channel,
 * body), the community and the process. The hash that tells bodies apart would not do: whoever wants to finds another body with the same.
 */
@Injectable()
export class ReportSigner {
  constructor(@Inject(SERVICE_CONFIG) private readonly config: ReportKeys) {}

  /** The report as it is sent to this process, and to no other. */
  signed<Said extends Report>(subject: Subject, report: Said): Sent<Said> {
    const { current, keys } = this.config.REPORT_KEYS;
    return { ...report, signature: signatureOf(current, keys[current], subject, report) };
  }

  /** Whether it is what a service of ours has sent to this process, with a key that is still in the list. */
  isSigned(subject: Subject, { signature, placed, ...said }: Sent): boolean {
    if (signature === undefined) return false;
    const { keys } = this.config.REPORT_KEYS;
    const id = signature.slice(0, signature.lastIndexOf('.'));
    if (!Object.hasOwn(keys, id)) return false;
    return isSame(signature, signatureOf(id, keys[id], subject, placed ? { ...said, at: undefined } : said));
  }
}

function signatureOf(id: string, key: Buffer | undefined, { community, processId }: Subject, report: Report): string {
  if (!key) throw new Error(`REPORT_KEYS has no key '${id}'`);
  const mac = createHmac('sha256', key).update(canonical([community, processId, report]));
  return `${id}.${mac.digest('base64url')}`;
}

function isSame(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
