import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { Actor } from '@jielong/kernel';
import { emptyBody, idSchema } from '@jielong/kernel/schemas';
import {
  keyAnswer,
  keysAnswer,
  keysQuery,
  madeKeyAnswer,
  type MakeKey,
  makeKeyBody,
  type RotateKey,
  rotateKeyBody,
} from '@jielong/members-contract/schemas';
import { Answer, ApiAnswer, CurrentActor, Idempotent, Operation, type Page, type Work } from '@jielong/platform';
import type { z } from 'zod';
import { revokeKey, rotateKey } from './end-key.js';
import { type Key, listKeys } from './keys.rows.js';
import { type MadeKey, makeKey } from './make-key.js';

const shownOnce = { 'Cache-Control': 'no-store' } as const;

/** API keys, by which services do what a key names. A key is shown once: that is why no answer is kept under an Idempotency-Key. */
@Controller('keys')
export class KeysController {
  /** A key for a service. */
  @Post()
  @HttpCode(201)
  @Operation(
    'makeKey',
    'keys.write',
    'make an API key for a service / 发 API 密钥',
    'A service has one key: 409 `service-has-key` where it has one that is good, also where the first answer was lost; then rotate or revoke that.',
  )
  @ApiAnswer(201, madeKeyAnswer, 'the key is shown once')
  make(@Body({ schema: makeKeyBody }) body: MakeKey, @CurrentActor() { community }: Actor): Work<MadeKey> {
    return async (tx) => new Answer(201, await makeKey(tx, community, body), shownOnce);
  }

  /** Every key there was, without what opens it. */
  @Get()
  @Operation('listKeys', 'keys.read', 'API keys, with what they may do and when they were used / API 密钥列表')
  @ApiAnswer(200, keysAnswer, 'the newest last')
  list(@Query({ schema: keysQuery }) query: z.output<typeof keysQuery>): Work<Page<Key>> {
    return (tx) => listKeys(tx, query);
  }

  /** Another key for the same, before the old one is over. */
  @Post(':id/rotation')
  @HttpCode(201)
  @Operation(
    'rotateKey',
    'keys.write',
    'a new API key in the place of an old one, which is good a while longer / 更换 API 密钥',
    'Asking again makes another, and the one before is revoked, as long as nobody has used it; then 409 `key-rotated`.',
  )
  @ApiAnswer(201, madeKeyAnswer, 'the new key is shown once')
  rotate(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: rotateKeyBody }) body: RotateKey,
    @CurrentActor() { community, code }: Actor,
  ): Work<MadeKey> {
    return async (tx) => new Answer(201, await rotateKey(tx, community, id, body, code), shownOnce);
  }

  /** A key that somebody else may have opens nothing any more. */
  @Post(':id/revocation')
  @HttpCode(200)
  @Idempotent()
  @Operation('revokeKey', 'keys.write', 'revoke an API key / 作废 API 密钥')
  @ApiAnswer(200, keyAnswer, 'the key as it is now')
  revoke(
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: emptyBody }) _body: z.output<typeof emptyBody>,
    @CurrentActor() { code }: Actor,
  ): Work<Key> {
    return (tx) => revokeKey(tx, id, code);
  }
}
