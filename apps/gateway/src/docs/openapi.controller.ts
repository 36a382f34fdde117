import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController, type OpenAPIObject } from '@nestjs/swagger';
import { Public, unavailable } from '@jielong/platform';
import { GATEWAY_CONFIG, servicesOf, type GatewayConfig } from '../config.js';
import { merged } from './openapi.js';

@ApiExcludeController()
@Public()
@Controller('openapi.json')
export class OpenApiController {
  private own: () => OpenAPIObject[] = () => [];

  constructor(@Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig) {}

  /** The gateway's own operations can be listed only once its application is made. */
  include(own: () => OpenAPIObject): void {
    this.own = () => [own()];
  }

  /** Every operation of every service and of the gateway, with its errors and examples. */
  @Get()
  async document(): Promise<OpenAPIObject> {
    return merged([...(await Promise.all(Object.values(servicesOf(this.config)).map(documentOf))), ...this.own()]);
  }
}

async function documentOf(url: string): Promise<OpenAPIObject> {
  try {
    const answer = await fetch(new URL('/openapi.json', url), { signal: AbortSignal.timeout(5_000) });
    return (await answer.json()) as OpenAPIObject;
  } catch {
    throw unavailable(
      'service-unavailable',
      { zh: '有服务没有回应，接口文档暂时不全。', en: 'A service does not answer, so the documentation is not complete.' },
      2,
    );
  }
}
