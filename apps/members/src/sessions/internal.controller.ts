import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { callerBody } from '@jielong/members-contract/schemas';
import { Public, TokenSigner } from '@jielong/platform';
import type { JSONWebKeySet } from 'jose';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { callerWith } from './caller.js';

/** For the gateway and the services: no path from outside leads here. */
@ApiExcludeController()
@Public()
@Controller('internal')
export class InternalController {
  constructor(
    private readonly db: DataSource,
    private readonly signer: TokenSigner,
  ) {}

  /** A token for whoever a credential is of, for the time of one request, and which session it is; null where it is nobody's, or over. */
  @Post('callers')
  @HttpCode(200)
  async look(
    @Body({ schema: callerBody }) { credential }: z.output<typeof callerBody>,
  ): Promise<{ token: string; session: string } | { token: null }> {
    const caller = await callerWith(this.db, credential);
    return caller ? { token: await this.signer.sign(caller), session: caller.session } : { token: null };
  }

  /** The keys with which services check tokens (RFC 7517). */
  @Get('jwks')
  jwks(): Promise<JSONWebKeySet> {
    return this.signer.jwks();
  }
}
