import { Controller, Get, Inject, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { inboxQuery, pendingStepAnswer } from '@jielong/kernel/schemas';
import { ApiAnswer, correlationHeader, Operation, ProblemError, Public, unavailable, type Problem, tokenHeader } from '@jielong/platform';
import type { Request } from 'express';
import { z } from 'zod';
import { GATEWAY_CONFIG, servicesOf, type GatewayConfig } from '../config.js';

const inboxSchema = z.object({ items: z.array(pendingStepAnswer) });
type Inbox = z.output<typeof inboxSchema>;
const inboxes = ['orders', 'logistics'] as const;

@ApiTags('steps')
@Public() // the services behind it look at who asks
@Controller('steps')
export class StepsController {
  constructor(@Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig) {}

  /** What people are asked for now, the most pressing first: the first page of every service's inbox, put together. */
  @Get()
  @Operation('listSteps', 'steps.read', 'what people are asked for now, the most pressing first / 待办')
  @ApiAnswer(200, inboxSchema, 'the first page of every service; the whole of a long inbox is read at /api/steps/<service>')
  async list(@Query({ schema: inboxQuery }) _query: z.output<typeof inboxQuery>, @Req() request: Request): Promise<Inbox> {
    const pages = await Promise.all(inboxes.map((name) => this.inboxOf(name, request)));
    return { items: pages.flatMap(({ items }) => items).sort((a, b) => a.dueAt.localeCompare(b.dueAt)) };
  }

  private async inboxOf(name: (typeof inboxes)[number], request: Request): Promise<Inbox> {
    const url = new URL(`/api/steps/${name}${new URL(request.url, 'http://gateway').search}`, servicesOf(this.config)[name]);
    const handed = [tokenHeader.toLowerCase(), 'accept-language', correlationHeader.toLowerCase()];
    const headers = handed.flatMap((header) => (request.get(header) ? [[header, String(request.get(header))] as [string, string]] : []));
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (answer?.ok) return (await answer.json()) as Inbox;
    if (answer) throw problemIn((await answer.json()) as Problem, answer.headers.get('retry-after'));
    throw unavailable(
      'inbox-unavailable',
      { zh: '待办暂时不全，请稍后再看。', en: 'The inbox is not complete. Look again in a moment.' },
      2,
    );
  }
}

/** A service's refusal, handed on as it is. */
const problemIn = ({ status, code, text, errors = [] }: Problem, retryAfter: string | null) =>
  new ProblemError(status, code, text, { errors, ...(retryAfter === null ? {} : { headers: { 'Retry-After': retryAfter } }) });
