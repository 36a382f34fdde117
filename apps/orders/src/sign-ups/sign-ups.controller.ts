import { Body, Controller, Get, Header, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import {
  answersBody,
  pageAnswer,
  signUpCommitAnswer,
  signUpCommitBody,
  signUpEntryAnswer,
  signUpHeaderAnswer,
  signUpHeaderBody,
  signUpPreviewAnswer,
  signUpPreviewBody,
  signUpsQuery,
} from '@jielong/orders-contract/schemas';
import {
  type Answer,
  ApiAnswer,
  CurrentActor,
  Idempotent,
  IdempotencyKey,
  idempotently,
  inCommunity,
  ok,
  type Page,
  Permission,
} from '@jielong/platform';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { answerChain, type CommitAnswer, commitChain, type PreviewAnswer, previewChain } from './commit-chain.js';
import { questionsText } from './questions.js';
import { readHeader } from './sign-up-header.js';
import { listSignUps, type SignUpEntry } from './sign-up-list.js';

@ApiTags('sign-ups')
@Controller()
export class SignUpsController {
  constructor(private readonly db: DataSource) {}

  /** What the header of a text names: compound and bundles. Writes nothing. */
  @Post('sign-ups/header')
  @HttpCode(200)
  @Permission('sign-ups.read')
  @ApiOperation({ operationId: 'readSignUpHeader', summary: 'what a header names / 读接龙表头' })
  @ApiAnswer(200, signUpHeaderAnswer, 'a run can be opened with it')
  header(
    @Body({ schema: signUpHeaderBody }) { text }: z.output<typeof signUpHeaderBody>,
    @CurrentActor() { community }: Actor,
  ): Promise<z.output<typeof signUpHeaderAnswer>> {
    return inCommunity(this.db, community, (tx) => readHeader(tx, text));
  }

  /** Reads a chain's text and says what a commit would do. Writes nothing. */
  @Post('supply-runs/:id/sign-ups/preview')
  @HttpCode(200)
  @Permission('sign-ups.read')
  @ApiOperation({ operationId: 'previewSignUps', summary: 'read a chain / 预览接龙' })
  @ApiAnswer(200, signUpPreviewAnswer, 'the reading, and what it would change')
  preview(
    @Param('id', { schema: idSchema }) runId: string,
    @Body({ schema: signUpPreviewBody }) body: z.output<typeof signUpPreviewBody>,
    @CurrentActor() { community }: Actor,
  ): Promise<PreviewAnswer> {
    return inCommunity(this.db, community, (tx) => previewChain(tx, { runId, ...body }));
  }

  /** Commits what is clear; what is not is asked back and blocks nobody. */
  @Post('supply-runs/:id/sign-ups/commit')
  @HttpCode(200)
  @Idempotent()
  @Permission('sign-ups.commit')
  @ApiOperation({ operationId: 'commitSignUps', summary: 'commit a chain / 提交接龙' })
  @ApiAnswer(200, signUpCommitAnswer, 'what was changed, and what is asked back')
  commit(
    @Param('id', { schema: idSchema }) runId: string,
    @Body({ schema: signUpCommitBody }) { revision, ...body }: z.output<typeof signUpCommitBody>,
    @IdempotencyKey() key: string,
    @CurrentActor() actor: Actor,
  ): Promise<Answer<CommitAnswer>> {
    return idempotently(this.db, actor, 'commitSignUps', key, { runId, revision, body }, async (tx) =>
      ok(await commitChain(tx, { runId, ...body }, revision)),
    );
  }

  /** Answers held entries of the text that was committed last; they count at once. */
  @Put('supply-runs/:id/sign-ups/answers')
  @Idempotent()
  @Permission('sign-ups.commit')
  @ApiOperation({ operationId: 'answerSignUps', summary: 'answer held entries / 回答待问条目' })
  @ApiAnswer(200, signUpCommitAnswer, 'what was changed, and what is still asked back')
  answer(
    @Param('id', { schema: idSchema }) runId: string,
    @Body({ schema: answersBody }) body: z.output<typeof answersBody>,
    @IdempotencyKey() key: string,
    @CurrentActor() actor: Actor,
  ): Promise<Answer<CommitAnswer>> {
    return idempotently(this.db, actor, 'answerSignUps', key, { runId, body }, async (tx) => ok(await answerChain(tx, { runId, ...body })));
  }

  /** The entries of a chain, in the order of its text. */
  @Get('supply-runs/:id/sign-ups')
  @Permission('sign-ups.read')
  @ApiOperation({ operationId: 'listSignUps', summary: 'entries of a chain / 接龙条目' })
  @ApiAnswer(200, pageAnswer(signUpEntryAnswer), 'a page')
  list(
    @Param('id', { schema: idSchema }) runId: string,
    @Query({ schema: signUpsQuery }) query: z.output<typeof signUpsQuery>,
    @CurrentActor() { community }: Actor,
  ): Promise<Page<SignUpEntry>> {
    return inCommunity(this.db, community, (tx) => listSignUps(tx, runId, query));
  }

  /** The questions as a text for the group, ready to paste. */
  @Get('supply-runs/:id/group-texts/questions')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @Permission('sign-ups.read')
  @ApiProduces('text/plain')
  @ApiOperation({ operationId: 'questionsText', summary: 'questions for the group / 群里要问的' })
  @ApiAnswer(200, z.string(), 'the text')
  questions(@Param('id', { schema: idSchema }) runId: string, @CurrentActor() { community }: Actor): Promise<string> {
    return inCommunity(this.db, community, (tx) => questionsText(tx, runId));
  }
}
