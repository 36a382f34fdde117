import { Body, Controller, Get, HttpCode, Post, Query, type Type, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { formBody, openedByQuery } from '@jielong/kernel/schemas';
import type { z } from 'zod';
import { Public } from '../actor/permission.js';
import type { Answer } from '../http/answer.js';
import { PageFilter } from '../pages/page.filter.js';
import { LinkDesk } from './link-desk.js';

type Opening = z.output<typeof openedByQuery>;

/** The page behind the links of one service, `/api/steps/<service>/page?t=…`: who holds the link is whom it was made for. */
export function stepPageController(service: string): Type<object> {
  @ApiExcludeController()
  @Public()
  @UseFilters(PageFilter)
  @Controller(`steps/${service}/page`)
  class StepPageController {
    constructor(private readonly desk: LinkDesk) {}

    /** What is asked for, or what was reported. Opens nothing up, however often it is fetched. */
    @Get()
    show(@Query({ schema: openedByQuery }) { t }: Opening): Promise<Answer<string>> {
      return this.desk.show(t);
    }

    /** Files the form, as a browser sends it. */
    @Post()
    @HttpCode(200)
    submit(
      @Query({ schema: openedByQuery }) { t }: Opening,
      @Body({ schema: formBody }) form: z.output<typeof formBody>,
    ): Promise<Answer<string>> {
      return this.desk.submit(t, form);
    }
  }
  return StepPageController;
}
