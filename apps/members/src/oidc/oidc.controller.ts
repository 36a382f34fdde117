import { Controller, Get, Query, Req, UseFilters } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { providerAnswer } from '@jielong/members-contract/schemas';
import { type Answer, PageFilter, Public, seenFrom } from '@jielong/platform';
import type { Request } from 'express';
import type { z } from 'zod';
import { deviceIn } from '../sessions/cookies.js';
import { attemptIn } from './attempt.js';
import { OidcDesk } from './oidc-desk.js';

/** Sign-in by the organisation's identity provider (OpenID Connect), for browsers. */
@ApiExcludeController()
@Public()
@UseFilters(PageFilter)
@Controller('oidc')
export class OidcController {
  constructor(private readonly desk: OidcDesk) {}

  /** To the provider; 404 where none is set up. */
  @Get('sign-in')
  begin(): Promise<Answer<string>> {
    return this.desk.begin();
  }

  /** Back from the provider: signed in, in cookies. */
  @Get('callback')
  finish(@Query({ schema: providerAnswer }) answer: z.output<typeof providerAnswer>, @Req() request: Request): Promise<Answer<string>> {
    return this.desk.finish(answer, { attempt: attemptIn(request), device: deviceIn(request), address: seenFrom(request) });
  }
}
