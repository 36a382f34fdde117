import { malformed, ProblemError, unavailable } from './problem-error.js';

const errorOf = (error: unknown): { code?: unknown; driverError?: unknown; errors?: unknown; message?: unknown } =>
  typeof error === 'object' && error !== null ? error : {};

/** The SQLSTATE, or the socket's code, wherever TypeORM, pg or Node put it; undefined where there is none. */
export function databaseCode(error: unknown): string | undefined {
  const { code, driverError, errors } = errorOf(error);
  if (typeof code === 'string') return code;
  if (driverError !== undefined) return databaseCode(driverError);
  return Array.isArray(errors) ? databaseCode(errors[0]) : undefined;
}

const lost = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|57P0[1-5]|08...|53...)$/;
const lostWords =
  /timeout exceeded when trying to connect|Connection terminated|terminating connection|not connected|Cannot use a pool after/;
const busy = /^(40001|40P01|55P03|57014)$/;
const outdated = /^(0A000|26000)$/; // a prepared statement, whose table has changed
const inputOfCaller = /^(22P02|22P05|22003|22007|22008|22021|22001)$/;
const constraint = /^23(505|514|503|P01)$/;

const down = () =>
  unavailable('database-unreachable', { zh: '数据库暂时不可用，请稍后重试。', en: 'The database cannot be reached. Try again.' }, 2);
const crowded = () =>
  unavailable(
    'busy',
    { zh: '同时有太多人在写同一处，请再试一次。', en: 'Too many are writing to the same place. Send the same request again.' },
    1,
  );
const updated = () =>
  unavailable(
    'being-updated',
    { zh: '系统刚刚更新，请再试一次。', en: 'The system has just been updated. Send the same request again.' },
    1,
  );
const wrongValue = () =>
  malformed({
    zh: '请求里有数据库不接受的值（编号格式、数字范围或不可见字符），请检查后重发。',
    en: 'The request holds a value that cannot be stored (shape of an id, range of a number, or an invisible character). Correct it and send it again.',
  });
const clash = () =>
  new ProblemError(409, 'conflict', {
    zh: '与已有的记录冲突：可能有人刚刚写过同样的内容。请重新读取后再试。',
    en: 'It contradicts what is recorded; somebody may just have written the same. Read it again, then try again.',
  });

/** What a database's error means to a caller; undefined where it is a fault of ours. */
export function problemOfDatabase(error: unknown): ProblemError | undefined {
  const code = databaseCode(error) ?? '';
  if (lost.test(code) || (!code && lostWords.test(String(errorOf(error).message)))) return down();
  if (busy.test(code)) return crowded();
  if (outdated.test(code)) return updated();
  if (inputOfCaller.test(code)) return wrongValue();
  return constraint.test(code) ? clash() : undefined;
}
