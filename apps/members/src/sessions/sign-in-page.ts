import { markup, type Text } from '@jielong/kernel';
import type { SignedIn } from '@jielong/members-contract/schemas';
import { type Answer, page, wrong } from '@jielong/platform';
import type { OwnForm } from './own-form.js';

interface Field {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly value?: string | undefined;
}
const textField = ({ name, zh, en, value = '' }: Field) =>
  markup`<label>${zh} <small lang="en">${en}</small>
    <input name="${name}" value="${value}" required maxlength="64" autocapitalize="off" spellcheck="false"></label>`;

/** Asks for community, person and secret; what was typed stays there, but for the secret. */
export const signInPage = (
  { input, cookie }: OwnForm,
  typed: Readonly<Record<string, string>> = {},
  status = 200,
  refusal?: Text,
): Answer<string> =>
  page(
    '登录',
    markup`<h1>登录<br><small lang="en">Sign in</small></h1>
      ${refusal && wrong(refusal.zh, refusal.en)}
      <form method="post">
        ${input} ${textField({ name: 'community', zh: '社区', en: 'community', value: typed['community'] })}
        ${textField({ name: 'person', zh: '人员编号', en: 'person code', value: typed['person'] })}
        <label>口令 <small lang="en">PIN or passphrase</small>
          <input type="password" name="secret" required maxlength="200" autocomplete="current-password"></label>
        <button>登录 <small lang="en">sign in</small></button>
      </form>`,
    status,
    { 'Set-Cookie': cookie },
  );

/** Signed in, in this browser, as whom. */
export const signedInPage = ({ community, person }: Pick<SignedIn, 'community' | 'person'>, cookies: readonly string[]): Answer<string> =>
  page(
    '已经登录',
    markup`<h1>已经登录<br><small lang="en">Signed in</small></h1>
      <dl>
        <dt>社区</dt>
        <dd>${community}</dd>
        <dt>人员编号</dt>
        <dd>${person}</dd>
      </dl>
      <p>这个浏览器现在可以用了，本页可以关掉。用完公用电脑请退出登录。</p>
      <p class="en" lang="en">This browser is signed in now; the page can be closed. On a computer that others use, sign out when you are done.</p>`,
    200,
    { 'Set-Cookie': cookies },
  );
