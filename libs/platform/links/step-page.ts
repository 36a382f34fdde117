import { beijingTime, markup, type Markup, type Text } from '@jielong/kernel';
import type { ProblemError } from '../errors/problem-error.js';
import type { Answer } from '../http/answer.js';
import { complaint, page } from '../pages/page.js';
import type { LinkedStep } from './linked-step.js';
import { type Asked, type AskedLine, countName, type FormField, type SentForm, type StepForm } from './step-form.js';
import type { StepLink } from './step-links.rows.js';

/** One step before the person who is asked for it. */
export interface AskedStep {
  readonly link: StepLink;
  readonly step: LinkedStep;
  readonly asked: Asked;
}
/** What was sent and not taken, and why. */
export interface NotTaken {
  readonly problem: ProblemError;
  readonly sent: SentForm;
}

const fieldFor = (field: FormField, sent: SentForm): Markup => {
  const { name, zh, en } = field;
  const label = markup`${zh} <small lang="en">${en}</small>`;
  switch (field.kind) {
    case 'tick':
      return markup`<label><input type="checkbox" name="${name}" value="yes"${sent[name] ? markup` checked` : undefined}> ${label}</label>`;
    case 'text':
      return markup`<label>${label}<input name="${name}" value="${sent[name]}" maxlength="200" autocomplete="off"></label>`;
    case 'choice':
      return markup`<label>${label}<select name="${name}">${field.choices.map((choice) => optionFor(choice, sent[name]))}</select></label>`;
  }
};

const optionFor = ({ value, zh, en }: Text & { readonly value: string }, chosen: string | undefined): Markup =>
  markup`<option value="${value}"${value === chosen ? markup` selected` : undefined}>${zh} ${en}</option>`;

const countsFor = ({ counts }: StepForm, { key, name, unit, expected }: AskedLine, sent: SentForm): Markup[] =>
  counts.map(
    (count) => markup`
      <label>${name}：${count.zh}（${unit}）<small lang="en">${count.en}</small>
        <input name="${countName(count.name, key)}" value="${sent[countName(count.name, key)]}" inputmode="numeric" maxlength="6"
          autocomplete="off" placeholder="预计 ${expected}"></label>`,
  );

const asExpected = ({ fields }: StepForm, sent: SentForm): Markup =>
  markup`<form method="post">
    <input type="hidden" name="answer" value="as-expected">
    ${fields.map((field) => fieldFor(field, sent))}
    <button>与预计一致 <small lang="en">as expected</small></button>
  </form>`;

const differs = (form: StepForm, lines: readonly AskedLine[], sent: SentForm): Markup =>
  markup`<h2>有出入 <small lang="en">differs</small></h2>
    <p>只填不同的，没填的算与预计一致。</p>
    <form method="post">
      <input type="hidden" name="answer" value="differs">
      ${form.fields.map((field) => fieldFor(field, sent))} ${lines.flatMap((line) => countsFor(form, line, sent))}
      <label>备注 <small lang="en">remark</small><textarea name="reason" rows="3" maxlength="500">${sent['reason']}</textarea></label>
      <button class="other">按上面填写的登记 <small lang="en">report what differs</small></button>
    </form>`;

const fact = (name: string, value: string): Markup => markup`<dt>${name}</dt><dd>${value}</dd>`;

const expectedTable = (lines: readonly AskedLine[]): Markup | undefined =>
  lines.length
    ? markup`<table>
        <tr>
          <th>品种</th>
          <th class="count">预计</th>
        </tr>
        ${lines.map(
          ({ name, unit, expected }) =>
            markup`<tr>
              <td>${name}</td>
              <td class="count">${expected} ${unit}</td>
            </tr>`,
        )}
      </table>`
    : undefined;

/** Asks for the step: what, where, until when, how much, and two ways to answer. */
export function askingPage({ link, step: { definition, form }, asked }: AskedStep, notTaken?: NotTaken): Answer<string> {
  const { zh, en } = definition;
  const sent = notTaken?.sent ?? {};
  const facts = [
    ...asked.facts,
    { name: '截止', value: link.dueAt ? beijingTime(link.dueAt) : '' },
    { name: '登记人', value: link.person },
  ];
  const body = markup`<h1>${zh}<br><small lang="en">${en}</small></h1>
    ${notTaken && complaint(notTaken.problem)}
    <dl>${facts.map(({ name, value }) => fact(name, value))}</dl>
    ${expectedTable(asked.lines)} ${asExpected(form, sent)} ${form.counts.length ? differs(form, asked.lines, sent) : undefined}
    <p><small>这条链接只给 ${link.person} 本人登记这一步用一次，${beijingTime(link.expiresAt)} 前有效。请不要转发。</small></p>`;
  return page(zh, body, notTaken?.problem.status);
}

/** What was reported by it, and when. */
export function reportedPage({ link, step: { definition, form }, asked }: AskedStep, notTaken?: NotTaken): Answer<string> {
  const counted = form.counted(link.report ?? {});
  const nameOf = (key: string) => asked.lines.find((line) => line.key === key)?.name ?? key;
  const word = (name: string) => form.counts.find((count) => count.name === name)?.zh ?? name;
  const said = counted.flatMap(({ key, counts }) =>
    Object.entries(counts).map(
      ([name, n]) =>
        markup`<tr>
          <td>${nameOf(key)}：${word(name)}</td>
          <td class="count">${n}</td>
        </tr>`,
    ),
  );
  const body = markup`<h1>已经登记好了<br><small lang="en">reported</small></h1>
    ${notTaken && complaint(notTaken.problem)}
    <dl>
      ${fact('步骤', definition.zh)}${asked.facts.map(({ name, value }) => fact(name, value))}${fact('登记人', link.person)}
      ${fact('登记时间', link.recordedAt ? beijingTime(link.recordedAt) : '')}
    </dl>
    ${said.length ? markup`<table>${said}</table>` : markup`<p>与预计一致 <small lang="en">as expected</small></p>`}
    ${link.reason ? markup`<p>备注：${link.reason}</p>` : undefined}
    <p>
      不用再做什么，可以关掉这一页。要更正请找社区协调员。<br>
      <small lang="en">Nothing more to do. To correct it, ask the coordinator.</small>
    </p>`;
  return page('已经登记好了', body, notTaken?.problem.status);
}

/** Taken, and not written yet. */
export const beingWrittenPage = (): Answer<string> =>
  page(
    '正在登记',
    markup`<h1>收到了，正在登记</h1>
      <p>请过一分钟再打开这条链接看结果；再按一次也不会重复登记。</p>
      <p class="en" lang="en">Taken, and being written. Open the link again in a minute.</p>`,
    202,
  );
