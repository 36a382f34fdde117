import { Body, Controller, Get, HttpCode, Post, Query, type Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { madeLinkAnswer, revokeLinkBody, stepLinkAnswer, stepLinkBody, stepLinksQuery } from '@jielong/kernel/schemas';
import { z } from 'zod';
import { Concerns } from '../actor/concerns.js';
import { CurrentActor } from '../actor/current-actor.js';
import { Answer } from '../http/answer.js';
import { ApiAnswer } from '../http/api-docs.js';
import { Operation } from '../http/operation.js';
import type { Page } from '../http/page.js';
import type { Work } from '../http/work.js';
import { Idempotent } from '../idempotency/idempotency-key.js';
import { LinkMaker, type ShownLink } from './link-maker.js';
import { listLinks, type MadeLink, revokeLink } from './step-links.rows.js';

const pageSchema = z.object({ items: z.array(madeLinkAnswer), next: z.string().nullable() });

/** The links to steps of one service, `POST /api/steps/<service>/links`: for whoever may put the step off. */
export function linksController(service: string, zh: string): Type<object> {
  const name = `${service[0]?.toUpperCase()}${service.slice(1)}`;

  @ApiTags('steps')
  @Controller(`steps/${service}/links`)
  class LinksController {
    constructor(private readonly maker: LinkMaker) {}

    /** A link by which one person reports one step, once: for whoever has no signal for more than a page, and no account. */
    @Post()
    @HttpCode(201)
    @Concerns('processes', ({ body }) => body['process'])
    @Operation(
      `make${name}StepLink`,
      'steps.snooze',
      `make a link to a step of ${service} / 生成登记链接（${zh}）`,
      'Asking again makes another link; the one before stays good until it is used, revoked or over. 422 `which-place` lists where it is asked for.',
    )
    @ApiAnswer(201, stepLinkAnswer, 'the link is shown once')
    make(
      @Body({ schema: stepLinkBody }) { process, ...wish }: z.output<typeof stepLinkBody>,
      @CurrentActor() actor: Actor,
    ): Work<ShownLink> {
      return async (tx) =>
        new Answer(201, await this.maker.make(tx, actor, { ...wish, processId: process }), { 'Cache-Control': 'no-store' });
    }

    /** The links of a process, without what opens them. */
    @Get()
    @Concerns('processes', ({ query }) => query['process'])
    @Operation(`list${name}StepLinks`, 'steps.snooze', `links to steps of ${service} / 登记链接（${zh}）`)
    @ApiAnswer(200, pageSchema, 'the oldest first')
    list(@Query({ schema: stepLinksQuery }) query: z.output<typeof stepLinksQuery>): Work<Page<MadeLink>> {
      return (tx) => listLinks(tx, query);
    }

    /** A link that was sent to the wrong chat opens nothing any more. What was reported by it stays. */
    @Post('revocation')
    @HttpCode(200)
    @Idempotent()
    @Concerns('processes', ({ body }) => body['process'])
    @Operation(`revoke${name}StepLink`, 'steps.snooze', `revoke a link to a step of ${service} / 作废登记链接（${zh}）`)
    @ApiAnswer(200, madeLinkAnswer, 'the link as it is now')
    revoke(
      @Body({ schema: revokeLinkBody }) { process, link }: z.output<typeof revokeLinkBody>,
      @CurrentActor() { code }: Actor,
    ): Work<MadeLink> {
      return (tx) => revokeLink(tx, process, link, code);
    }
  }
  return LinksController;
}
