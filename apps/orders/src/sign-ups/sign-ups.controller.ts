import { Body, Controller, Get, Header, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
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
import { ApiAnswer, Idempotent, Operation, type Page, type Work } from '@jielong/platform';
import { z } from 'zod';
import { answerChain, type CommitAnswer, commitChain, type PreviewAnswer, previewChain } from './commit-chain.js';
import { questionsText } from './questions.js';
import { readHeader } from './sign-up-header.js';
import { listSignUps, type SignUpEntry } from './sign-up-list.js';

@ApiTags('sign-ups')
@Controller()
export class SignUpsController {
  /** What the header of a text names: compound and bundles. Writes nothing. */
  @Post('sign-ups/header')
  @HttpCode(200)
  @Operation('readSignUpHeader', 'sign-ups.read', 'what a header names / 读接龙表头')
  @ApiAnswer(200, signUpHeaderAnswer, 'a run can be opened with it')
  header(@Body({ schema: signUpHeaderBody }) { text }: z.output<typeof signUpHeaderBody>): Work<z.output<typeof signUpHeaderAnswer>> {
    return (tx) => readHeader(tx, text);
  }

  /** Reads a chain's text and says what a commit would do. Writes nothing. */
  @Post('supply-runs/:id/sign-ups/preview')
  @HttpCode(200)
  @Operation('previewSignUps', 'sign-ups.read', 'read a chain / 预览接龙')
  @ApiAnswer(200, signUpPreviewAnswer, 'the reading, and what it would change')
  preview(
    @Param('id', { schema: idSchema }) runId: string,
    @Body({ schema: signUpPreviewBody }) body: z.output<typeof signUpPreviewBody>,
  ): Work<PreviewAnswer> {
    return (tx) => previewChain(tx, { runId, ...body });
  }

  /** Commits what is clear; what is not is asked back and blocks nobody. */
  @Post('supply-runs/:id/sign-ups/commit')
  @HttpCode(200)
  @Idempotent()
  @Operation('commitSignUps', 'sign-ups.commit', 'commit a chain / 提交接龙')
  @ApiAnswer(200, signUpCommitAnswer, 'what was changed, and what is asked back')
  commit(
    @Param('id', { schema: idSchema }) runId: string,
    @Body({ schema: signUpCommitBody }) { revision, ...body }: z.output<typeof signUpCommitBody>,
  ): Work<CommitAnswer> {
    return (tx) => commitChain(tx, { runId, ...body }, revision);
  }

  /** Answers held entries of the text that was committed last; they count at once. */
  @Put('supply-runs/:id/sign-ups/answers')
  @Idempotent()
  @Operation('answerSignUps', 'sign-ups.commit', 'answer held entries / 回答待问条目')
  @ApiAnswer(200, signUpCommitAnswer, 'what was changed, and what is still asked back')
  answer(
    @Param('id', { schema: idSchema }) runId: string,
    @Body({ schema: answersBody }) body: z.output<typeof answersBody>,
  ): Work<CommitAnswer> {
    return (tx) => answerChain(tx, { runId, ...body });
  }

  /** The entries of a chain, in the order of its text. */
  @Get('supply-runs/:id/sign-ups')
  @Operation('listSignUps', 'sign-ups.read', 'entries of a chain / 接龙条目')
  @ApiAnswer(200, pageAnswer(signUpEntryAnswer), 'a page')
  list(
    @Param('id', { schema: idSchema }) runId: string,
    @Query({ schema: signUpsQuery }) query: z.output<typeof signUpsQuery>,
  ): Work<Page<SignUpEntry>> {
    return (tx) => listSignUps(tx, runId, query);
  }

  /** The questions as a text for the group, ready to paste. */
  @Get('supply-runs/:id/group-texts/questions')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @Operation('questionsText', 'sign-ups.read', 'questions for the group / 群里要问的')
  @ApiProduces('text/plain')
  @ApiAnswer(200, z.string(), 'the text')
  questions(@Param('id', { schema: idSchema }) runId: string): Work<string> {
    return (tx) => questionsText(tx, runId);
  }
}
