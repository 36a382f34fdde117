import { Body, Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import type { Actor } from '@jielong/kernel';
import { personCodeSchema } from '@jielong/kernel/schemas';
import {
  type AcceptInvitation,
  acceptInvitationBody,
  invitationAnswer,
  type Invite,
  inviteBody,
  type SignedIn,
  signedInAnswer,
} from '@jielong/members-contract/schemas';
import { type Answer, ApiAnswer, CurrentActor, Operation, Public, seenFrom } from '@jielong/platform';
import type { Request } from 'express';
import { signedIn } from '../sessions/signed-in.js';
import { Accounts, type Invited } from './accounts.js';

@Controller()
export class AccountsController {
  constructor(private readonly accounts: Accounts) {}

  /** A link for one person, to set a PIN or passphrase: once, in time. Whoever forgot theirs is invited again. */
  @Post('people/:code/invitation')
  @HttpCode(201)
  @Operation(
    'invite',
    'accounts.invite',
    'invite somebody to sign in / 邀请登录',
    'Asking again makes another link; the one before is over.',
  )
  @ApiAnswer(201, invitationAnswer, 'the link is shown once')
  invite(
    @Param('code', { schema: personCodeSchema }) code: string,
    @Body({ schema: inviteBody }) body: Invite,
    @CurrentActor() { community }: Actor,
  ): Promise<Invited> {
    return this.accounts.invite(community, code, body);
  }

  /** Sets a PIN or passphrase and signs in. */
  @Public()
  @Post('invitations/acceptance')
  @Operation('acceptInvitation', 'sessions.own', 'set a PIN or passphrase and sign in / 接受邀请')
  @ApiAnswer(201, signedInAnswer, 'signed in')
  async accept(@Body({ schema: acceptInvitationBody }) body: AcceptInvitation, @Req() request: Request): Promise<Answer<SignedIn>> {
    return signedIn(await this.accounts.accept(body, seenFrom(request)), body.keep);
  }
}
