import { Body, Controller, Get, HttpCode, Post, Req, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { formBody } from '@jielong/kernel/schemas';
import { type Answer, PageFilter, Public, seenFrom } from '@jielong/platform';
import type { Request } from 'express';
import type { z } from 'zod';
import { deviceIn } from './cookies.js';
import { ownForm } from './own-form.js';
import { SignInForm } from './sign-in-form.js';
import { signInPage } from './sign-in-page.js';

/** The page on which a browser signs in, `/api/sign-in`: no script, and no session is looked at. */
@ApiExcludeController()
@Public()
@UseFilters(PageFilter)
@Controller('sign-in')
export class SignInPageController {
  constructor(private readonly form: SignInForm) {}

  /** The form. */
  @Get()
  show(@Req() request: Request): Answer<string> {
    return signInPage(ownForm(request));
  }

  /** Signs in, in a cookie; or the form again, with what is wrong. */
  @Post()
  @HttpCode(200)
  signIn(@Body({ schema: formBody }) form: z.output<typeof formBody>, @Req() request: Request): Promise<Answer<string>> {
    return this.form.signIn(form, { own: ownForm(request, form), device: deviceIn(request), address: seenFrom(request) });
  }
}
