import { HttpException } from '@nestjs/common';
import { DomainError, type ErrorKind, type Text } from '@jielong/kernel';
import { problemOfDatabase } from './postgres-errors.js';
import { malformed, otherMedia, ProblemError, Sprawling, unavailable, type FieldError } from './problem-error.js';

/** RFC 9457 problem details, as they leave the house. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  /** In the caller's language. */
  readonly detail: string;
  /** In both languages, for programs that show it to somebody else. */
  readonly text: Text;
  readonly correlationId: string;
  readonly errors?: readonly FieldError[];
  readonly details?: Readonly<Record<string, unknown>>;
}

export const statusOf: Readonly<Record<ErrorKind, number>> = { invalid: 422, forbidden: 403, 'not-found': 404, conflict: 409 };

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** What an error says to a caller. Exhaustive: whatever is not known is a 500 without internals. */
export function problemErrorOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isRefusal(error)) return ofRule(error);
  return ofTransport(error) ?? problemOfDatabase(error) ?? ofTemporal(error) ?? fault();
}

/** A rule said no. */
export const isRefusal = (error: unknown): error is DomainError => error instanceof DomainError;

const ofRule = ({ kind, code, text, details }: DomainError): ProblemError =>
  new ProblemError(statusOf[kind], code, text, Object.keys(details).length ? { details } : {});

/** The document of a problem; `language` is an Accept-Language header. */
export function problemOf({ status, code, text, extras }: ProblemError, correlationId: string, language: string): Problem {
  return {
    type: `urn:jielong:problem:${code}`,
    title: titles[status] ?? 'Problem',
    status,
    code,
    detail: prefersEnglish(language) ? text.en : text.zh,
    text,
    correlationId,
    ...(extras.errors?.length ? { errors: extras.errors } : {}),
    ...(extras.details ? { details: extras.details } : {}),
  };
}

/** Whether an Accept-Language header wants English rather than Chinese; Chinese where it says nothing. */
export function prefersEnglish(language: string): boolean {
  const wishes = language.split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const quality = parameters.find((parameter) => parameter.trim().startsWith('q='));
    return { tag, quality: quality ? Number(quality.trim().slice(2)) || 0 : 1 };
  });
  const best = (prefix: string) => Math.max(0, ...wishes.filter(({ tag }) => tag.startsWith(prefix)).map(({ quality }) => quality));
  return best('en') > best('zh');
}

const noRoute = () =>
  new ProblemError(404, 'no-such-route', {
    zh: '没有这个地址。全部接口见 /api/openapi.json。',
    en: 'There is nothing at this address. All operations are listed in /api/openapi.json.',
  });
export const tooLarge = (): ProblemError =>
  new ProblemError(413, 'too-large', {
    zh: '请求内容太大，请分成几次发送。',
    en: 'The body is too large. Send it in several parts.',
  });
const notJson = () =>
  malformed({
    zh: '请求内容不是有效的 JSON，请检查括号、引号和逗号。',
    en: 'The body is not valid JSON. Check brackets, quotes and commas.',
  });
const sprawling = () =>
  malformed({
    zh: '请求内容嵌套太深或字段太多，请简化或分几次发送。',
    en: 'The body is nested too deeply or has too many members. Make it simpler, or send it in several parts.',
  });
const badRequest = () =>
  malformed({ zh: '请求的格式不对，请检查地址和内容。', en: 'The request is malformed. Check the address and the body.' });
const fault = () =>
  new ProblemError(500, 'fault', {
    zh: '系统出错了，已经记录。请把关联号告诉值班工程师。',
    en: 'Something went wrong on our side and is recorded. Tell the operator the correlation id.',
  });

const ofStatus: Readonly<Record<number, () => ProblemError>> = { 400: badRequest, 404: noRoute, 413: tooLarge, 415: otherMedia };

/** What Nest and Express refuse before a handler is reached: they carry a status of 4xx. */
function ofTransport(error: unknown): ProblemError | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('type' in error && error.type === 'entity.parse.failed') return notJson();
  if (error instanceof Sprawling) return sprawling();
  const status = error instanceof HttpException ? error.getStatus() : 'status' in error ? Number(error.status) : Number.NaN;
  if (!(status >= 400 && status < 500)) return undefined;
  const known = ofStatus[status];
  return known ? known() : new ProblemError(status, 'refused', badRequest().text);
}

/** Temporal is away or late: gRPC's UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED. */
function ofTemporal(error: unknown): ProblemError | undefined {
  if (!(error instanceof Error) || !['ServiceError', 'WorkflowUpdateRPCTimeoutOrCancelledError'].includes(error.name)) return undefined;
  return unavailable(
    'process-unreachable',
    { zh: '流程引擎暂时没有回应，请稍后原样重发。', en: 'The process engine does not answer. Send the same request again.' },
    5,
  );
}
