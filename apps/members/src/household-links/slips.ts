import { markup, type Markup, roomText } from '@jielong/kernel';
import { type Answer, page, qrOf } from '@jielong/platform';

/** A household's link with where it lives: for whoever carries it there. */
export interface HomeLink {
  readonly id: string;
  readonly household: string;
  readonly compoundName: string;
  readonly building: string;
  readonly unit: string | null;
  readonly room: string;
  readonly link: string;
  readonly madeAt: Date;
}

/** Slips of paper to cut apart, one a household: the room and the code, no name. Shown once, for nobody can show a link again. */
export const slipsPage = (links: readonly HomeLink[]): Answer<string> =>
  page(
    '住户链接条',
    markup`<h1>住户链接条<br><small lang="en">slips for households</small></h1>
      <p>请现在打印：关掉就看不到了。沿虚线剪开，当面交给本户，不要拍照，不要发群。</p>
      ${links.length > 0 ? links.map(slip) : markup`<p>这里每一户都已经有链接了。要换新的，请选“重做”（renew）。</p>`}`,
    201,
  );

const slip = (link: HomeLink): Markup =>
  markup`<div class="slip">
    <h2>${link.compoundName} ${roomText(link)}</h2>
    ${qrOf(link.link)}
    <p>用手机扫一扫：订菜、改单、看取货码和时间，不用注册。</p>
    <p>
      <b>这张条子只给本户用。</b>谁拿到它，谁就能看到、改动你家的订单。不要拍照发到群里。丢了请马上告诉楼栋长或网格员，换一张，旧的就作废。
    </p>
    <p>没有智能手机：请楼栋长代订，取货时在大门报房号。</p>
  </div>`;
