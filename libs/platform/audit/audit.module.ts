import { Module, type DynamicModule } from '@nestjs/common';
import { auditController } from './audit-controller.js';
import { Sealer } from './sealer.js';

@Module({})
class AuditModule {}

/** Seals what this service's deeds have written, and verifies it. */
export const auditModule = (service: string, zh: string): DynamicModule => ({
  module: AuditModule,
  providers: [Sealer],
  controllers: [auditController(service, zh)],
  exports: [Sealer],
});
