import { Controller, Get, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { z } from 'zod';
import { Public } from '../actor/permission.js';
import { Answer } from './answer.js';
import { HealthParts, type Health } from './health-parts.js';

const readyQuery = z.object({ all: z.string().optional() });
const bad: Readonly<Record<string, readonly Health['status'][]>> = { needed: ['down'], all: ['down', 'degraded'] };

@ApiExcludeController()
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly parts: HealthParts) {}

  /** The process runs. */
  @Get('live')
  live(): { status: 'up' } {
    return { status: 'up' };
  }

  /** 200 while this part can do its work; with `?all=1` only while everything it uses is up too. */
  @Get('ready')
  async ready(@Query({ schema: readyQuery }) { all }: z.output<typeof readyQuery>): Promise<Answer<Health>> {
    const health = await this.parts.look();
    const isBad = bad[all === undefined ? 'needed' : 'all']?.includes(health.status) ?? true;
    return new Answer(isBad ? 503 : 200, health, isBad ? { 'Retry-After': '2' } : {});
  }
}
