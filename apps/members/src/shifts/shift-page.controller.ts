import { Body, Controller, Get, HttpCode, Post, Query, Req, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { formBody, openedByQuery } from '@jielong/kernel/schemas';
import { type Answer, PageFilter, Public } from '@jielong/platform';
import type { Request } from 'express';
import type { z } from 'zod';
import { deviceIn } from '../sessions/cookies.js';
import { ownForm } from '../sessions/own-form.js';
import { ShiftPages } from './shift-pages.js';

type Opening = z.output<typeof openedByQuery>;

/** The page behind the QR of a shift, `/api/shift?t=…`. */
@ApiExcludeController()
@Public()
@UseFilters(PageFilter)
@Controller('shift')
export class ShiftPageController {
  constructor(private readonly pages: ShiftPages) {}

  /** Who may stand here, as long as the shift lasts. */
  @Get()
  show(@Query({ schema: openedByQuery }) { t }: Opening, @Req() request: Request): Promise<Answer<string>> {
    return this.pages.show(t, { own: ownForm(request), browser: deviceIn(request) });
  }

  /** One tap: this browser is a device of the shift, with this person at it. */
  @Post()
  @HttpCode(200)
  tap(
    @Query({ schema: openedByQuery }) { t }: Opening,
    @Body({ schema: formBody }) form: z.output<typeof formBody>,
    @Req() request: Request,
  ): Promise<Answer<string>> {
    return this.pages.tap(t, form['person'] ?? '', { own: ownForm(request, form), browser: deviceIn(request) });
  }
}
