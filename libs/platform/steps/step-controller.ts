import { applyDecorators, Body, Controller, Get, HttpCode, Param, Post, type Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Actor, isService, type Receipt, type Report, type StepDefinition, type Subject } from '@jielong/kernel';
import { idSchema } from '@jielong/kernel/schemas';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { Concerns, type Sent } from '../actor/concerns.js';
import { CurrentActor } from '../actor/current-actor.js';
import { CheckLeftOpen } from '../actor/open-check.js';
import type { FirstRead } from '../database/in-community.js';
import { malformed } from '../errors/problem-error.js';
import type { Answer } from '../http/answer.js';
import { ApiAnswer } from '../http/api-docs.js';
import { Operation } from '../http/operation.js';
import type { Work } from '../http/work.js';
import { type Accepted, type Correct, type Listener, type Listeners, type PlaceOf, receiptOf, ReportDesk } from './report-desk.js';

const prefixes: Readonly<Record<StepDefinition['process'], string>> = { 'supply-runs': 'supply-run', purchases: 'purchase', trips: 'trip' };

/** The workflow id of the process that a step's path names: `trip:<uuid>`. */
export const processIdOf = ({ process }: StepDefinition, id: string): string => `${prefixes[process]}:${id}`;

/** The process itself, by its row in this service. */
export const ownProcess: Listeners = async (tx: EntityManager, { processId }: Subject): Promise<readonly Listener[]> => {
  const rows = await tx.query<{ ended: boolean }[]>('SELECT ended_at IS NOT NULL AS ended FROM processes WHERE process_id = $1', [
    processId,
  ]);
  return rows.map(({ ended }) => ({ processId, ended }));
};

const receiptSchema = z.object({
  reportId: z.string().meta({ example: 'b1a7c0de-0001' }),
  step: z.string(),
  at: idSchema.optional(),
  recordedAt: z.iso.datetime({ offset: true }).meta({ example: '2026-11-25T13:40:00.000Z' }),
  assumed: z
    .array(z.string())
    .meta({ description: 'steps nobody had reported, booked with the last known counts', example: ['confirmLoading'] }),
});
const acceptedSchema = z.object({ reportId: z.string(), status: z.literal('being-written') });

/** What every report's body holds, whatever the step. */
export type ReportBody = Omit<Report, 'step' | 'enteredBy' | 'doneBy' | 'channel'> & { doneBy?: string | undefined };

/** The report that a body says, under the name of who sent it. Throws a 400 where a service does not say which person did it. */
export function reportOf(definition: StepDefinition, body: ReportBody, actor: Actor): Report {
  const { doneBy = actor.code } = body;
  if (isService(actor) && doneBy === actor.code) throw byNobody();
  return { ...body, step: definition.step, enteredBy: actor.code, doneBy, channel: actor.channel };
}

const byNobody = () => {
  const message = { zh: '请填写人员编号', en: 'give the code of a person' };
  return malformed(
    { zh: '用 API 密钥登记时，要写明是谁做的（doneBy）。', en: 'A report by an API key says which person did it (`doneBy`).' },
    [{ path: 'doneBy', message }],
  );
};

const elsewhere = () => {
  const message = { zh: '只能是地址里的这一个，或不写', en: 'must be the one of the path, or left out' };
  return malformed({ zh: 'at 与地址不符。', en: '`at` is not the one of the path.' }, [{ path: 'at', message }]);
};

export interface StepControllerOptions {
  /** Who may take the report; the process of the path by default. */
  readonly listeners?: Listeners;
  /** What `at` is where the caller leaves it out. */
  readonly placeOf?: PlaceOf;
  /** How a correction of it is written. Without, its process takes it as it takes a report. */
  readonly correct?: Correct;
  /** The process of the path is itself where it happens: no report about it names another. */
  readonly atItself?: boolean;
  /** The kind of row that `at` names, where the right to report depends on it; the process of the path by default. */
  readonly concerns?: string;
  /** Rows of other kinds that a report names, all of which have to be covered too; one that is not there is refused by its rules. */
  readonly alsoConcerns?: readonly { readonly kind: string; readonly ids: (sent: Sent) => readonly unknown[] }[];
}

/** The endpoint of one step, `POST /api/<process>/:id/<path>`, and `GET …/:reportId` for what became of a report. */
export function stepController(
  definition: StepDefinition,
  schema: z.ZodType<ReportBody>,
  {
    listeners = ownProcess,
    placeOf,
    correct,
    atItself = false,
    concerns = definition.process,
    alsoConcerns = [],
  }: StepControllerOptions = {},
): Type<object> {
  const { process, path, permission, zh, en, step } = definition;
  const alsoConcerned = applyDecorators(...alsoConcerns.map((rows) => Concerns(rows.kind, rows.ids, { unknown: 'ignored' })));

  @ApiTags('steps')
  @Controller(process)
  class StepController {
    constructor(private readonly desk: ReportDesk) {}

    /** Files a report. Repeating it is always safe. */
    @Post(`:id/${path}`)
    @HttpCode(200)
    @Concerns(concerns, ({ params, body }) => (concerns === process ? params['id'] : (body['at'] ?? params['id'])))
    @alsoConcerned
    @Operation(step, permission, `${en} / ${zh}`)
    @ApiAnswer(200, receiptSchema, 'written; the same answer for the same report, for ever')
    @ApiAnswer(202, acceptedSchema, 'being written; Location says where to look')
    file(
      @Param('id', { schema: idSchema }) id: string,
      @Body({ schema }) body: ReportBody,
      @CurrentActor() actor: Actor,
      @CheckLeftOpen() check?: FirstRead,
    ): Promise<Answer<Receipt | Accepted>> {
      if (atItself && body.at !== undefined && body.at !== id) throw elsewhere();
      const report = reportOf(definition, atItself ? { ...body, at: id } : body, actor);
      const subject = { community: actor.community, processId: processIdOf(definition, id) };
      const location = `/api/${process}/${id}/${path}/${encodeURIComponent(report.reportId)}`;
      return this.desk.file({ definition, subject, report, listeners, placeOf, correct, location, check });
    }

    /** The receipt of a report, once it is written. */
    @Get(`:id/${path}/:reportId`)
    @Operation(`${step}Receipt`, 'steps.read', `receipt of a report / 登记回执 (${zh})`)
    @ApiAnswer(200, receiptSchema, 'written')
    receipt(@Param('id', { schema: idSchema }) _id: string, @Param('reportId') reportId: string): Work<Receipt> {
      return (tx) => receiptOf(tx, reportId);
    }
  }
  Object.defineProperty(StepController, 'name', { value: `${step[0]?.toUpperCase()}${step.slice(1)}Controller` });
  return StepController;
}
