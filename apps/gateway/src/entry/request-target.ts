import { malformed, ProblemError } from '@jielong/platform';
import type { RequestHandler } from 'express';

const longest = 4_096;
/** Slashes and dots in disguise, backslash and NUL, whether written out or in percent signs; empty segments; and whatever is not printable. */
const disguised = /\/\/|\\|%2f|%5c|%2e|%00|[^\x21-\x7e]/i;
const isDot = (segment: string): boolean => segment === '.' || segment === '..';

/**
 * Why the target of a request is refused: what is written in more than one way could be read as one path here and as another behind us.
 * An absolute address, an authority and `*` are for proxies and servers as a whole, and no path of ours.
 */
export function refusedTarget(target: string): ProblemError | undefined {
  if (target.length > longest) return tooLong();
  const [path = ''] = target.split('?');
  return !path.startsWith('/') || disguised.test(path) || path.split('/').some(isDot) ? notPlain() : undefined;
}

/** What browsers and programs ask with; CONNECT and TRACE are for proxies. */
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Lets only plain paths in. */
export const plainTarget: RequestHandler = ({ method, url }, _response, next) =>
  next(methods.includes(method) ? refusedTarget(url) : otherMethod());

const otherMethod = () =>
  new ProblemError(
    405,
    'method-not-allowed',
    { zh: `只能用 ${methods.join('、')} 这些方法。`, en: `Use one of the methods ${methods.join(', ')}.` },
    { headers: { Allow: methods.join(', ') } },
  );
const tooLong = () =>
  new ProblemError(414, 'address-too-long', {
    zh: '地址太长，请把内容放进请求体。',
    en: 'The address is too long. Put what it says into the body.',
  });
const notPlain = () =>
  malformed({
    zh: '地址须写成普通路径：以 / 开头，不含 //、.、..、反斜杠或编码过的斜杠和点。',
    en: 'Write the address as a plain path: it begins with / and has no //, ., .., backslash, or encoded slashes and dots.',
  });
