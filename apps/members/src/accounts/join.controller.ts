import { Body, Controller, Get, HttpCode, Post, Query, Req, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { formBody, openedByQuery } from '@jielong/kernel/schemas';
import { type Answer, PageFilter, Public, seenFrom } from '@jielong/platform';
import type { Request } from 'express';
import type { z } from 'zod';
import { deviceIn } from '../sessions/cookies.js';
import { JoinDesk } from './join-desk.js';

type Opening = z.output<typeof openedByQuery>;

/** The page behind an invitation's link, `/api/join?t=…`. */
@ApiExcludeController()
@Public()
@UseFilters(PageFilter)
@Controller('join')
export class JoinController {
  constructor(private readonly desk: JoinDesk) {}

  /** The form, as long as the invitation is open. Uses nothing up: chats look at every link. */
  @Get()
  show(@Query({ schema: openedByQuery }) { t }: Opening): Promise<Answer<string>> {
    return this.desk.show(t);
  }

  /** Sets the secret and signs in. */
  @Post()
  @HttpCode(200)
  join(
    @Query({ schema: openedByQuery }) { t }: Opening,
    @Body({ schema: formBody }) form: z.output<typeof formBody>,
    @Req() request: Request,
  ): Promise<Answer<string>> {
    return this.desk.join(t, form, { device: deviceIn(request), address: seenFrom(request) });
  }
}
