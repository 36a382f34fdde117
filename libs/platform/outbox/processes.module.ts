import { Module, type DynamicModule } from '@nestjs/common';
import { ReportDesk } from '../steps/report-desk.js';
import { Relay } from './relay.js';

@Module({})
class ProcessesModule {}

/** The relay of this service's outbox, and the desk that takes reports; for a service with processes. Needs TemporalModule. */
export const processesModule = (): DynamicModule => ({
  module: ProcessesModule,
  global: true,
  providers: [Relay, ReportDesk],
  exports: [Relay, ReportDesk],
});
