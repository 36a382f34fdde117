import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import type { Actor } from '@jielong/kernel';
import { idSchema, personCodeSchema } from '@jielong/kernel/schemas';
import {
  endedAnswer,
  meAnswer,
  sessionsAnswer,
  sessionsQuery,
  signedInAnswer,
  type SignedIn,
  type SignIn,
  signInBody,
} from '@jielong/members-contract/schemas';
import { Answer, ApiAnswer, CurrentActor, Idempotent, Operation, type Page, Public, seenFrom, type Work } from '@jielong/platform';
import type { Request } from 'express';
import type { z } from 'zod';
import { deviceIn, noSession } from './cookies.js';
import { endSessions, listSessions, type Session } from './sessions.rows.js';
import { SignInDesk } from './sign-in.js';
import { signedIn } from './signed-in.js';

type Ended = z.output<typeof endedAnswer>;

@Controller()
export class SessionsController {
  constructor(private readonly desk: SignInDesk) {}

  /** Opens a session: 401 and 429 say neither whether there is such an account nor how near the secret was. */
  @Public()
  @Post('sessions')
  @Operation('signIn', 'sessions.own', 'sign in / 登录')
  @ApiAnswer(201, signedInAnswer, 'in a cookie, or with `keep: token` in the answer')
  async signIn(@Body({ schema: signInBody }) body: SignIn, @Req() request: Request): Promise<Answer<SignedIn>> {
    const opened = await this.desk.signIn({ ...body, device: body.device ?? deviceIn(request) }, seenFrom(request));
    return signedIn(opened, body.keep);
  }

  /** Who I am, as the services see it. */
  @Get('me')
  @Operation('showMe', 'me.read', 'who is signed in, and what they may act as / 我是谁')
  @ApiAnswer(200, meAnswer, 'from the session')
  me(@CurrentActor() { community, code, grants, session }: Actor): object {
    return { community, person: code, session, grants };
  }

  /** Open sessions of mine. */
  @Get('sessions')
  @Operation('listSessions', 'sessions.own', 'where I am signed in / 我的登录')
  @ApiAnswer(200, sessionsAnswer, 'the newest last')
  mine(@Query({ schema: sessionsQuery }) query: z.output<typeof sessionsQuery>, @CurrentActor() actor: Actor): Work<Page<Session>> {
    return (tx) => listSessions(tx, actor.code, actor, query);
  }

  /** Signs out here. */
  @Post('sessions/current/end')
  @HttpCode(200)
  @Idempotent()
  @Operation('signOut', 'sessions.own', 'sign out / 退出登录')
  @ApiAnswer(200, endedAnswer, 'the cookie is gone')
  signOut(@CurrentActor() actor: Actor): Work<Ended> {
    return async (tx) => new Answer(200, await endSessions(tx, actor, actor.code, actor.session), { 'Set-Cookie': noSession });
  }

  /** Ends one of my sessions: the phone that I have left somewhere. */
  @Post('sessions/:id/end')
  @HttpCode(200)
  @Idempotent()
  @Operation('endSession', 'sessions.own', 'end one of my sessions / 结束一个登录')
  @ApiAnswer(200, endedAnswer, '0 where there is none with this id that is mine and open')
  end(@Param('id', { schema: idSchema }) id: string, @CurrentActor() actor: Actor): Work<Ended> {
    return (tx) => endSessions(tx, actor, actor.code, id);
  }

  /** Open sessions of somebody, for whoever answers for accounts. */
  @Get('people/:code/sessions')
  @Operation('listSessionsOf', 'sessions.end', 'where somebody is signed in / 某人的登录')
  @ApiAnswer(200, sessionsAnswer, 'the newest last')
  of(
    @Param('code', { schema: personCodeSchema }) code: string,
    @Query({ schema: sessionsQuery }) query: z.output<typeof sessionsQuery>,
    @CurrentActor() actor: Actor,
  ): Work<Page<Session>> {
    return (tx) => listSessions(tx, code, actor, query);
  }

  /** A lost phone: everywhere at once, and no device is known any more. */
  @Post('people/:code/sessions/end')
  @HttpCode(200)
  @Idempotent()
  @Operation('endSessionsOf', 'sessions.end', 'sign somebody out everywhere / 让某人全部退出')
  @ApiAnswer(200, endedAnswer, 'how many were open')
  endAll(@Param('code', { schema: personCodeSchema }) code: string, @CurrentActor() actor: Actor): Work<Ended> {
    return (tx) => endSessions(tx, actor, code);
  }
}
