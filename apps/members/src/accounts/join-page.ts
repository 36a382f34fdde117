import { markup, type Text } from '@jielong/kernel';
import type { SignedIn } from '@jielong/members-contract/schemas';
import { type Answer, page, wrong } from '@jielong/platform';

const secretField = (name: string, zh: string, en: string) =>
  markup`<label>${zh} <small lang="en">${en}</small>
    <input type="password" name="${name}" required minlength="6" maxlength="200" autocomplete="new-password"></label>`;

/** Asks whoever was invited for a PIN or passphrase, twice. */
export const joinPage = (person: string, status = 200, refusal?: Text): Answer<string> =>
  page(
    '设置口令',
    markup`<h1>设置口令<br><small lang="en">Set a PIN or passphrase</small></h1>
      ${refusal && wrong(refusal.zh, refusal.en)}
      <p>人员编号 <b>${person}</b>。自己想一个口令：至少 6 位数字或字，不要连号，不要告诉别人。</p>
      <form method="post">
        ${secretField('secret', '新口令', 'new PIN or passphrase')} ${secretField('again', '再输一遍', 'once more')}
        <button>设置并登录 <small lang="en">set and sign in</small></button>
      </form>`,
    status,
  );

/** Signed in, and what comes next. */
export const joinedPage = ({ community, person }: SignedIn, cookies: readonly string[]): Answer<string> =>
  page(
    '设置好了',
    markup`<h1>设置好了，已经登录<br><small lang="en">Done, and signed in</small></h1>
      <p>以后登录请填：</p>
      <dl>
        <dt>社区</dt>
        <dd>${community}</dd>
        <dt>人员编号</dt>
        <dd>${person}</dd>
        <dt>口令</dt>
        <dd>刚才设置的那个</dd>
      </dl>
      <p>现在不用做别的。轮到你登记时，社区会把登记链接发给你，点开按一下就行。用电脑的，运行 jielong sign-in 登录。</p>
      <p class="en" lang="en">
        Nothing else to do now. When a step is yours to report you will be sent a link. On a computer, sign in with jielong sign-in.
      </p>`,
    200,
    { 'Set-Cookie': cookies },
  );
