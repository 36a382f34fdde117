import { Injectable } from '@nestjs/common';
import { DomainError, type Report, type Sent, type StepDefinition, type Subject } from '@jielong/kernel';
import { DataSource, type EntityManager } from 'typeorm';
import { currentContext, inContext } from '../context/context.js';
import { inCommunity } from '../database/in-community.js';
import { reportHash } from './report-hash.js';
import { ReportSigner } from './report-signer.js';
import { noteRefusal } from './step-rows.js';

/** What the owner of a step knows of a report that comes through Temporal. */
export interface AdmissionRules {
  readonly definition: StepDefinition;
  /** Whether the community takes what nobody has signed. */
  readonly takesUnsigned: (tx: EntityManager) => Promise<boolean>;
}

/** Lets reports into the rows: before anything is written, it is known who has let them into Temporal. */
@Injectable()
export class Admission {
  constructor(
    private readonly db: DataSource,
    private readonly signer: ReportSigner,
  ) {}

  /**
   * Writes a report in one transaction of its community. Signed, it is what it says. Anything else is recorded as entered in Temporal on behalf
   * of whom it names, and is refused, with a row, where that is not enough: `unsigned`, `channel-closed`.
   */
  async admit<Said extends Report, T>(
    subject: Subject,
    sent: Sent<Said>,
    rules: AdmissionRules,
    write: (tx: EntityManager, report: Said) => Promise<T>,
  ): Promise<T> {
    const isSigned = this.signer.isSigned(subject, sent);
    const report = isSigned ? said<Said>(sent) : { ...said<Said>(sent), channel: 'temporal' as const };
    // A header in Temporal may say anything, too: rows are entered by whom the report names.
    const context = { correlationId: currentContext()?.correlationId ?? '', actor: { code: report.enteredBy, channel: report.channel } };
    const outcome = await inContext(context, () =>
      inCommunity(this.db, subject.community, async (tx) => {
        const refusal = isSigned ? undefined : await refusalOf(tx, report, rules);
        if (!refusal) return { written: await write(tx, report) };
        await keep(tx, subject, said(sent), refusal);
        return { refusal };
      }),
    );
    if ('refusal' in outcome) throw outcome.refusal;
    return outcome.written;
  }
}

/** The report alone, as it is compared and stored. */
function said<Said extends Report>(sent: Sent<Said>): Said {
  const { signature: _signature, placed: _placed, ...report } = sent;
  return report as Report as Said;
}

async function refusalOf(
  tx: EntityManager,
  report: Report,
  { definition, takesUnsigned }: AdmissionRules,
): Promise<DomainError | undefined> {
  const isOpen = await takesUnsigned(tx);
  if (isOpen && !definition.needsSignature) return undefined;
  if (await isWritten(tx, report)) return undefined;
  return isOpen ? unsigned(definition) : channelClosed();
}

/** A reset sends again what was said, maybe with a key that is gone: it changes nothing, and is answered as ever. */
async function isWritten(tx: EntityManager, report: Report): Promise<boolean> {
  const rows = await tx.query<unknown[]>('SELECT FROM reports WHERE report_id = $1 AND body_hash = $2', [
    report.reportId,
    reportHash(report),
  ]);
  return rows.length > 0;
}

const keep = (tx: EntityManager, { processId }: Subject, report: Report, { code, text }: DomainError): Promise<void> =>
  noteRefusal(tx, { reportId: report.reportId, processId, step: report.step, payload: JSON.stringify(report), code, reason: text.zh });

const unsigned = ({ zh, en, step }: StepDefinition) =>
  new DomainError(
    'forbidden',
    'unsigned',
    {
      zh: `“${zh}”要由本人登录后登记（网页或 jielong report），不接受从 Temporal 直接发来的登记。`,
      en: `"${en}" is for a person who has signed in (API or jielong report): what is sent straight to Temporal is not enough.`,
    },
    { step },
  );
const channelClosed = () =>
  new DomainError('forbidden', 'channel-closed', {
    zh: '本社区不接受从 Temporal 直接发来的登记（temporalChannel: closed）。请登录后登记（网页或 jielong report）。',
    en: 'This community takes no reports sent straight to Temporal (temporalChannel: closed). Sign in and report (API or jielong report).',
  });
