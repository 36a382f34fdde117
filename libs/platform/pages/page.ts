import { createHash } from 'node:crypto';
import { type Markup, markup } from '@jielong/kernel';
import type { ProblemError } from '../errors/problem-error.js';
import { Answer } from '../http/answer.js';

/** For an old phone in the sun: large, black on white, nothing fetched. Its signs need no escaping, so that its hash holds. */
const style = `
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 34em; padding: 16px; font: 20px/1.5 sans-serif; color: #000; background: #fff; overflow-wrap: break-word; }
h1 { font-size: 28px; line-height: 1.25; margin: 0 0 12px; }
h2 { font-size: 22px; margin: 28px 0 8px; }
small, .en { font-size: 16px; font-weight: normal; color: #333; }
dl { margin: 0; }
dt { font-size: 16px; color: #333; }
dd { margin: 0 0 8px; font-weight: bold; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 8px 4px; border-bottom: 2px solid #000; text-align: left; vertical-align: top; }
.count { text-align: right; font-weight: bold; white-space: nowrap; }
label { display: block; margin: 12px 0; }
input, select, textarea { display: block; width: 100%; min-height: 52px; padding: 8px; font: inherit; color: #000; background: #fff; border: 2px solid #000; border-radius: 4px; }
::placeholder { color: #555; opacity: 1; }
input[type=checkbox] { display: inline-block; width: 32px; min-height: 32px; vertical-align: middle; }
button { display: block; width: 100%; min-height: 64px; margin: 16px 0; padding: 8px; font: inherit; font-size: 24px; font-weight: bold; color: #fff; background: #00522e; border: 0; border-radius: 4px; }
button small { color: inherit; }
button.other { color: #000; background: #fff; border: 3px solid #000; }
.wrong { padding: 12px; font-weight: bold; color: #900; border: 3px solid #900; }
.code { font-size: 44px; letter-spacing: 0.1em; }
.qr { display: block; width: 52mm; height: 52mm; }
.slip { padding: 16px 0; border-bottom: 2px dashed #000; break-inside: avoid; }
`;
const hash = createHash('sha256').update(style).digest('base64');

/** Nobody keeps it, nobody is told where it was opened, and nothing runs in it. */
const headers = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex, nofollow',
} as const;

type Headers = Readonly<Record<string, string | readonly string[]>>;

/** A page of ours for people: Chinese first, without script, opened by what stands in its address. */
export const page = (title: string, body: Markup, status = 200, more: Headers = {}): Answer<string> =>
  new Answer(status, documentOf(title, body).text, { ...headers, ...more });

const documentOf = (title: string, body: Markup): Markup => markup`<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    <style>${style}</style>
  </head>
  <body>
    ${body}
  </body>
</html>
`;

/** What went wrong, above a form. */
export const wrong = (zh: string, en: string): Markup => markup`<p class="wrong" role="alert">${zh}<br><small lang="en">${en}</small></p>`;

/** Why something was not taken, and of which fields. */
export const complaint = ({ text, extras: { errors = [] } }: ProblemError): Markup =>
  wrong([text.zh, ...errors.map(({ message }) => message.zh)].join('；'), [text.en, ...errors.map(({ message }) => message.en)].join('; '));
