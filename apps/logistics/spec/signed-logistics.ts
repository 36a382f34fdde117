import type { Subject } from '@jielong/kernel';
import type { LogisticsStepReport } from '@jielong/logistics-contract';
import { Admission, keyRingSchema, ReportSigner } from '@jielong/platform';
import { testKeys } from '@jielong/testing';
import type { DataSource } from 'typeorm';
import type { Applied } from '../src/steps/apply-report.js';
import { LogisticsStepActivities } from '../src/steps/step.activities.js';

/** The activities of logistics, told what its desk has signed. */
export class SignedLogistics extends LogisticsStepActivities {
  private constructor(
    db: DataSource,
    private readonly signer: ReportSigner,
  ) {
    super(db, new Admission(db, signer));
  }

  static on = (db: DataSource): SignedLogistics =>
    new SignedLogistics(db, new ReportSigner({ REPORT_KEYS: keyRingSchema.parse(testKeys.REPORT_KEYS) }));

  override applyLogisticsReport(subject: Subject, report: LogisticsStepReport): Promise<Applied> {
    return super.applyLogisticsReport(subject, this.signer.signed(subject, report));
  }

  /** What comes through Temporal's own door. */
  applyUnsigned = (subject: Subject, report: LogisticsStepReport): Promise<Applied> => super.applyLogisticsReport(subject, report);
}
