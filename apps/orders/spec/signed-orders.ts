import type { INestApplication } from '@nestjs/common';
import type { OrdersStepReport } from '@jielong/orders-contract';
import type { Subject } from '@jielong/kernel';
import { Admission, ReportSigner } from '@jielong/platform';
import { DataSource } from 'typeorm';
import type { Applied } from '../src/steps/apply-report.js';
import { OrdersActivityService } from '../src/steps/orders.activities.js';

/** The activities of orders, told what its desk has signed. */
export class SignedOrders extends OrdersActivityService {
  private constructor(
    db: DataSource,
    admission: Admission,
    private readonly signer: ReportSigner,
  ) {
    super(db, admission);
  }

  static of = (app: INestApplication): SignedOrders =>
    new SignedOrders(app.get(DataSource), app.get(Admission, { strict: false }), app.get(ReportSigner, { strict: false }));

  override applyOrdersReport(subject: Subject, report: OrdersStepReport): Promise<Applied> {
    return super.applyOrdersReport(subject, this.signer.signed(subject, report));
  }

  /** What comes through Temporal's own door. */
  applyUnsigned = (subject: Subject, report: OrdersStepReport): Promise<Applied> => super.applyOrdersReport(subject, report);
}
