import { Logger } from '@nestjs/common';
import type { DomainError, ErrorKind, Text } from '@jielong/kernel';
import { ApplicationFailure } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { databaseCode } from '../errors/postgres-errors.js';
import { isRefusal } from '../errors/problem.js';
import { errorForLog } from '../http/logging.js';

/** A rule's refusal is final; anything else that an activity throws is tried again. */
export const refusalsAreFinal: ActivityInboundCallsInterceptor = {
  async execute(input, next) {
    try {
      return await next(input);
    } catch (error) {
      throw refusalOf(error) ?? withoutValues(error);
    }
  },
};

const belowZero: Text = {
  zh: '账上没有这么多份：这样登记会使某处的份数小于零。请核对数量。',
  en: 'The books do not hold that many portions: a balance would go below zero. Check the counts.',
};
const unstorable: Text = { zh: '登记里有不能保存的值，请检查后重发。', en: 'The report holds a value that cannot be stored. Correct it.' };

/** The failure that ends an update without advancing: type is the code, details are kind, text and details. Undefined for a fault. */
export function refusalOf(error: unknown): ApplicationFailure | undefined {
  if (isRefusal(error)) return ofRule(error);
  const code = databaseCode(error) ?? '';
  if (code === '23514') return final('conflict', 'below-zero', belowZero);
  return /^22...$/.test(code) ? final('invalid', 'malformed-report', unstorable) : undefined;
}

/** A database's message may quote what it was given, and failure messages are not encrypted: Temporal gets the code, the log the rest. */
function withoutValues(error: unknown): unknown {
  const code = databaseCode(error);
  if (code === undefined || !(error instanceof Error)) return error;
  new Logger('Activities').warn({ fault: errorForLog(error) }, 'the database refused an activity, which is tried again');
  return ApplicationFailure.create({ message: `the database answered ${code}`, type: 'Database', nonRetryable: false });
}

const ofRule = ({ kind, code, text, details }: DomainError): ApplicationFailure => final(kind, code, text, details);

const final = (kind: ErrorKind, type: string, text: Text, details: object = {}): ApplicationFailure =>
  ApplicationFailure.create({ message: text.en, type, nonRetryable: true, details: [kind, text, details] });
