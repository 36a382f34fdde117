import { Inject, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { HealthParts, limitsModule } from '@jielong/platform';
import { CodecController } from './codec/codec.controller.js';
import { GATEWAY_CONFIG, servicesOf, type GatewayConfig } from './config.js';
import { DocsController } from './docs/docs.controller.js';
import { OpenApiController } from './docs/openapi.controller.js';
import { StepsController } from './steps/steps.controller.js';

@Module({})
export class GatewayModule implements OnModuleInit {
  constructor(
    private readonly health: HealthParts,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
  ) {}

  static with(config: GatewayConfig): DynamicModule {
    return {
      module: GatewayModule,
      imports: [limitsModule({ schema: 'gateway', patienceMs: config.LIMITS_PATIENCE_MS })],
      controllers: [DocsController, OpenApiController, StepsController, CodecController],
      providers: [{ provide: GATEWAY_CONFIG, useValue: config }],
    };
  }

  /** Ready is when everything is up: services, database, Temporal, workers. */
  onModuleInit(): void {
    const urls = { ...servicesOf(this.config), workflows: this.config.WORKFLOWS_URL };
    Object.entries(urls).forEach(([name, url]) => this.health.add({ name, needed: true, isUp: () => isReady(url) }));
  }
}

const isReady = (url: string): Promise<boolean> =>
  fetch(new URL('/health/ready?all=1', url), { signal: AbortSignal.timeout(2_000) }).then(async (answer) => {
    await answer.body?.cancel();
    return answer.ok;
  });
