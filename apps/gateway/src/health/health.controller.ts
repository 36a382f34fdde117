import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '@jielong/platform';
import type { Response } from 'express';
import { GATEWAY_CONFIG, servicesOf, type GatewayConfig } from '../config.js';

type Part = 'up' | 'down';

@ApiTags('health')
@Public()
@Controller('health')
export class HealthController {
  constructor(@Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig) {}

  /** The gateway's process answers. */
  @Get('live')
  @ApiOperation({ summary: 'The gateway answers' })
  live(): { status: 'up' } {
    return { status: 'up' };
  }

  /** 200 when everything is up: services, their database, Temporal and the workers; else 503 with what is not. */
  @Get('ready')
  @ApiOperation({ summary: 'Everything is up: services, database, Temporal, workers' })
  @ApiOkResponse({ description: 'everything is up' })
  @ApiServiceUnavailableResponse({ description: 'something is down; `parts` says what' })
  async ready(@Res({ passthrough: true }) response: Response): Promise<{ status: Part; parts: Record<string, Part> }> {
    const urls = { ...servicesOf(this.config), workflows: this.config.WORKFLOWS_URL };
    const parts = await Promise.all(Object.entries(urls).map(async ([name, url]) => [name, await isReady(url)] as const));
    const status = parts.every(([, part]) => part === 'up') ? 'up' : 'down';
    response.status(status === 'up' ? 200 : 503);
    return { status, parts: Object.fromEntries(parts) };
  }
}

const isReady = (url: string): Promise<Part> =>
  fetch(new URL('/health/ready?all=1', url), { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => (ok ? 'up' : 'down'),
    () => 'down',
  );
