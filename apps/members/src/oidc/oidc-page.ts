import { markup } from '@jielong/kernel';
import { type Answer, page } from '@jielong/platform';
import type { Opened } from '../sessions/open-session.js';

/** Signed in, as whom. */
export const signedInPage = ({ community, person }: Opened, cookies: readonly string[]): Answer<string> =>
  page(
    '已登录',
    markup`<h1>已登录<br><small lang="en">Signed in</small></h1>
      <dl>
        <dt>社区</dt>
        <dd>${community}</dd>
        <dt>人员编号</dt>
        <dd>${person}</dd>
      </dl>
      <p>这个浏览器现在可以使用接龙了。用完公用电脑请退出登录。</p>
      <p class="en" lang="en">This browser is signed in now. On a computer that others use, sign out when you are done.</p>`,
    200,
    { 'Set-Cookie': cookies },
  );
