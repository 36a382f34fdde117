import { randomBytes } from 'node:crypto';
import { type Markup, markup } from '@jielong/kernel';
import type { Request } from 'express';
import { cookieIn } from './cookies.js';

const cookie = '__Host-jielong-form';
const shape = /^[\w-]{22}$/;

/**
 * By what a form is known to have been opened in the browser that sends it: one word in its cookie and in the form. Another site can neither read
 * it nor set it, so that it signs nobody in as somebody else.
 */
export interface OwnForm {
  /** Whether what was sent came from a form that was opened here. */
  readonly isOpenedHere: boolean;
  /** What the next form holds, and the cookie that goes with it. */
  readonly input: Markup;
  readonly cookie: string;
}

/** The form that a request opens, or sends. */
export function ownForm(request: Request, sent: Readonly<Record<string, string>> = {}): OwnForm {
  const known = cookieIn(request, cookie) ?? '';
  const isKnown = shape.test(known);
  const word = isKnown ? known : randomBytes(16).toString('base64url');
  return {
    isOpenedHere: isKnown && sent['form'] === known,
    input: markup`<input type="hidden" name="form" value="${word}">`,
    cookie: `${cookie}=${word}; Path=/; Secure; HttpOnly; SameSite=Lax`,
  };
}

export const notOpenedHere = {
  zh: '这个表单不是在这个浏览器里打开的，或已经过期。请在下面再填一次；浏览器要允许 Cookie。',
  en: 'This form was not opened in this browser, or is too old. Do it again below; the browser has to keep cookies.',
} as const;
