import { Module, type DynamicModule } from '@nestjs/common';
import { Admission } from '../steps/admission.js';
import { Followers } from '../steps/followers.js';
import { ReportDesk } from '../steps/report-desk.js';
import { ReportSigner } from '../steps/report-signer.js';
import { Executions } from './executions.js';
import { Relay } from './relay.js';
import { Sweeper } from './sweeper.js';

@Module({})
class ProcessesModule {}

/** The relay of this service's outbox, the desk that takes and signs reports, what lets them into the rows, and the sweeper that finds lost processes; for a service with processes. Needs TemporalModule. */
export const processesModule = (): DynamicModule => ({
  module: ProcessesModule,
  global: true,
  providers: [Relay, ReportDesk, Followers, ReportSigner, Admission, Executions, Sweeper],
  exports: [Relay, ReportDesk, Admission, Sweeper],
});
