import { Body, Controller, Get, HttpCode, Post, Query, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { formBody, openedByQuery } from '@jielong/kernel/schemas';
import { type Answer, PageFilter, Public } from '@jielong/platform';
import type { z } from 'zod';
import { HomeDesk } from './home-desk.js';

type Opening = z.output<typeof openedByQuery>;

/** The page behind the link of a household, `/api/home?t=…`. */
@ApiExcludeController()
@Public()
@UseFilters(PageFilter)
@Controller('home')
export class HomePageController {
  constructor(private readonly desk: HomeDesk) {}

  /** What is the household's own. Uses nothing up, however often it is fetched. */
  @Get()
  show(@Query({ schema: openedByQuery }) { t }: Opening): Promise<Answer<string>> {
    return this.desk.show(t);
  }

  /** Takes the form, as a browser sends it. */
  @Post()
  @HttpCode(200)
  submit(
    @Query({ schema: openedByQuery }) { t }: Opening,
    @Body({ schema: formBody }) form: z.output<typeof formBody>,
  ): Promise<Answer<string>> {
    return this.desk.submit(t, form);
  }
}
