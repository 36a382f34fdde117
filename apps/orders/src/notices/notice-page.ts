import { beijingTime, markup, type Markup } from '@jielong/kernel';
import { type Answer, page, qrOf } from '@jielong/platform';
import type { Notice, PublicRun } from './notice.query.js';

/** The notice of a compound, on a telephone and, printed, at its gate: its code leads to itself, as it is by then. */
export const noticePage = ({ compoundName, runs }: Notice, address: string): Answer<string> =>
  page(
    `${compoundName} 团购公告`,
    markup`<h1>${compoundName} 团购公告<br><small lang="en">group buys</small></h1>
      ${runs.length > 0 ? runs.map(runPart) : markup`<p>现在没有团购。<br><small lang="en">None at present.</small></p>`}
      <p>下单、看取货码：用你家那张条子上的码。没有条子或没有智能手机，请找楼栋长。</p>
      ${qrOf(address)}
      <p><small>扫码看最新时间。这里只有时间和地点；谁订了什么，只有本户看得到。</small></p>`,
  );

const runPart = ({ serviceDate, cutOffAt, ordering, pickupFrom, pickupUntil, places }: PublicRun): Markup =>
  markup`<h2>${serviceDate} 团购${ordering ? '：可以下单' : '：已截单'}</h2>
    <dl>
      <dt>截单</dt>
      <dd>${beijingTime(cutOffAt)}</dd>
      <dt>预计取货</dt>
      <dd>${beijingTime(new Date(pickupFrom))} 到 ${beijingTime(new Date(pickupUntil))}</dd>
      <dt>取货地点</dt>
      <dd>${places.join('、')}</dd>
    </dl>`;
