import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { callerBody } from '@jielong/members-contract/schemas';
import { type CredentialKind, Public, TokenSigner, whereIs } from '@jielong/platform';
import type { JSONWebKeySet } from 'jose';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { callerWith } from './caller.js';

/** `session`: which session it is, or which key. */
interface Known {
  readonly token: string;
  readonly session: string;
  readonly kind: CredentialKind;
}

/** For the gateway and the services: no path from outside leads here. */
@ApiExcludeController()
@Public()
@Controller('internal')
export class InternalController {
  constructor(
    private readonly db: DataSource,
    private readonly signer: TokenSigner,
  ) {}

  /** A token for whoever a credential is of, for the time of one request, and which credential it is; null where it is nobody's, or over. */
  @Post('callers')
  @HttpCode(200)
  async look(@Body({ schema: callerBody }) { credential }: z.output<typeof callerBody>): Promise<Known | { token: null }> {
    const [caller, kind = 'session'] = [await callerWith(this.db, credential), whereIs(credential)?.kind];
    return caller ? { token: await this.signer.sign(caller), session: caller.session, kind } : { token: null };
  }

  /** The keys with which services check tokens (RFC 7517). */
  @Get('jwks')
  jwks(): Promise<JSONWebKeySet> {
    return this.signer.jwks();
  }
}
