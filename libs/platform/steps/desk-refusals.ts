import { DomainError, type ErrorKind, type Report, type Subject, type Text } from '@jielong/kernel';
import { ApplicationFailure } from '@temporalio/common';
import { ProblemError, unavailable } from '../errors/problem-error.js';
import { statusOf } from '../errors/problem.js';

/** Clocks of phones differ a little; a day that is still to come has been mistyped. */
const toleranceMs = 3_600_000;
export function refuseFuture({ occurredAt }: Report): void {
  if (occurredAt === null || Date.parse(occurredAt) <= Date.now() + toleranceMs) return;
  throw new DomainError(
    'invalid',
    'in-the-future',
    {
      zh: `发生时间 ${occurredAt} 还没有到。请核对日期。`,
      en: `It cannot have happened at ${occurredAt}, which is still to come. Check the date.`,
    },
    { occurredAt },
  );
}

const isKind = (kind: unknown): kind is ErrorKind => typeof kind === 'string' && Object.hasOwn(statusOf, kind);
const isText = (text: unknown): text is Text => typeof text === 'object' && text !== null && 'zh' in text && 'en' in text;

/** The DomainError that a workflow or an activity refused with; undefined for a fault. */
export function refusalIn(cause: unknown): DomainError | undefined {
  if (!(cause instanceof ApplicationFailure)) return undefined;
  const [kind, text, details] = cause.details ?? [];
  if (!isKind(kind)) return undefined;
  const said = isText(text) ? text : { zh: cause.message, en: cause.message };
  return new DomainError(kind, cause.type ?? 'refused', said, typeof details === 'object' && details !== null ? { ...details } : {});
}

export const noProcess = ({ processId }: Subject) =>
  new DomainError('not-found', 'no-such-process', {
    zh: `没有 ${processId}。请核对编号。`,
    en: `There is no ${processId}. Check the id.`,
  });
export const notReported = (reportId: string) =>
  new DomainError('not-found', 'not-reported', {
    zh: `${reportId} 还没有登记完成，请稍后再查或原样重发。`,
    en: `${reportId} is not written (yet). Look again, or send the same report again.`,
  });
export const starting = () =>
  new ProblemError(
    409,
    'starting',
    { zh: '流程正在启动，请稍后原样重发。', en: 'The process is starting. Send the same report again in a moment.' },
    { headers: { 'Retry-After': '2' } },
  );
export const closed = () =>
  new DomainError('conflict', 'closed', { zh: '流程已经结束，不再接受登记。', en: 'The process is over and takes no more reports.' });
export const noAnswer = () =>
  unavailable(
    'process-unreachable',
    {
      zh: '流程暂时没有回应，请稍后原样重发这条登记；重发不会重复记账。',
      en: 'The process does not answer. Send the same report again: nothing is booked twice.',
    },
    5,
  );
