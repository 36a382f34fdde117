import { beijingTime, markup, type Markup, type Text } from '@jielong/kernel';
import { type Answer, page, wrong } from '@jielong/platform';
import type { OwnForm } from '../sessions/own-form.js';
import type { AtTheGate } from './shift-desk.js';
import type { Stander } from './standing.query.js';

const buttonFor = ({ code, maskedName }: Stander, current: string | undefined): Markup =>
  markup`<button name="person" value="${code}"${code === current ? undefined : markup` class="other"`}>${code} ${maskedName}</button>`;

const askFor = (current: string | undefined): Markup =>
  current === undefined
    ? markup`<p>点自己的名字，就开始值班。<br><small lang="en">Tap your own name to begin.</small></p>`
    : markup`<p>换人：接班的人点自己的名字。<br><small lang="en">Whoever takes over taps their own name.</small></p>`;

const nameOf = (people: readonly Stander[], current: string): string => {
  const known = people.find(({ code }) => code === current);
  return known ? `${known.code} ${known.maskedName}` : current;
};

/** Who stands at the gate: one button a person, and the one who is there now in another colour. */
export const shiftPage = (
  { shift, people, current }: AtTheGate,
  { input, cookie }: OwnForm,
  { status = 200, refusal, cookies = [] }: { readonly status?: number; readonly refusal?: Text; readonly cookies?: readonly string[] } = {},
): Answer<string> =>
  page(
    '卡口值班',
    markup`<h1>卡口值班<br><small lang="en">shift at the gate</small></h1>
      ${refusal && wrong(refusal.zh, refusal.en)}
      <dl>
        <dt>大门</dt>
        <dd>${shift.compoundName}${shift.gate}</dd>
        <dt>班次</dt>
        <dd>到 ${beijingTime(shift.until)}</dd>
        ${current === undefined ? undefined : markup`<dt>现在在岗</dt><dd>${nameOf(people, current)}</dd>`}
      </dl>
      ${askFor(current)}
      <form method="post">${input} ${people.map((person) => buttonFor(person, current))}</form>
      <p>
        <small>没有自己的名字，请找卡口负责人。用别人的名字登记，记录里查得到这台设备和时间。</small>
      </p>`,
    status,
    { 'Set-Cookie': [...cookies, cookie] },
  );
