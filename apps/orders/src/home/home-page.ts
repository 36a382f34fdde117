import { beijingTime, fen, markup, type Markup, roomText, yuan } from '@jielong/kernel';
import { type HomeOrder, longestRemark } from '@jielong/orders-contract/schemas';
import { type Answer, complaint, page, type ProblemError, type SentForm } from '@jielong/platform';
import { type HomeForm, portionsName, revisionOf } from './home-form.js';
import type { HomeRun, HomeView } from './home.query.js';

/** What became of what was sent. */
export type Said = { readonly done: HomeForm['answer'] } | { readonly problem: ProblemError; readonly sent: SentForm };

const fact = (name: string, value: string | Markup): Markup => markup`<dt>${name}</dt><dd>${value}</dd>`;

const doneWords = {
  order: markup`<p><b>记下了。下面是你家的订单。</b><br><small lang="en">Your order is written down.</small></p>`,
  withdraw: markup`<p><b>已退单。</b><br><small lang="en">Your order is withdrawn.</small></p>`,
} as const;

/** The page of a household: large, without script, with everything that it needs at the gate. */
export function homePage(home: HomeView, said?: Said): Answer<string> {
  const [problem, sent] = said && 'problem' in said ? [said.problem, said.sent] : [undefined, undefined];
  const isAnothers = home.balanceFen === null;
  const whose = isAnothers ? home.household : undefined;
  const body = markup`<h1>${isAnothers ? '代下单：' : ''}${home.compoundName} ${roomText(home)}</h1>
    ${said && 'done' in said ? doneWords[said.done] : undefined} ${problem && complaint(problem)}
    ${home.balanceFen === null ? lookForm('回到本户') : markup`<dl>${fact('往来', balanceText(home.balanceFen))}</dl>`}
    ${home.runs.length > 0 ? home.runs.map((run) => runPart(run, sent?.['run'] === run.id ? sent : undefined, whose)) : nothingOpen}
    ${home.ordersFor.map((other) => lookForm(`替 ${other.compoundName} ${roomText(other)} 下单`, other.household))}
    <p><small>这一页只给本户看。不要把链接或取货码发到群里；丢了纸条请找楼栋长或网格员换一张。</small></p>`;
  return page('本户订单', body, problem?.status);
}

/** No link: the address of the page opens it, and stands nowhere on it. */
const lookForm = (text: string, household?: string): Markup => markup`<form method="post">
  <input type="hidden" name="answer" value="look">${whoseField(household)}
  <button class="other">${text}</button>
</form>`;
const whoseField = (household: string | undefined) => household && markup`<input type="hidden" name="for" value="${household}">`;

const nothingOpen = markup`<p>现在没有可以订的团购。<br><small lang="en">Nothing is open now.</small></p>`;

const balanceText = (balanceFen: number): string => {
  if (balanceFen === 0) return '已结清';
  return balanceFen > 0 ? `还要付 ${yuan(fen(balanceFen))} 元` : `余 ${yuan(fen(-balanceFen))} 元，下次抵用`;
};

/** Where nothing can be ordered by this page any more. */
const stageTexts: Readonly<Record<HomeRun['stage'], string>> = {
  ordering: '已截单',
  confirming: '已截单，正在核对。要改请找团长',
  purchasing: '采购中',
  distributing: '运货、取货',
  settling: '取货结束',
  closed: '已结束',
  voided: '这次没有成团',
  cancelled: '这次取消了',
};

const runPart = (run: HomeRun, sent: SentForm | undefined, whose: string | undefined): Markup =>
  markup`<h2>${run.serviceDate} 团购：${run.ordering ? '可以下单' : stageTexts[run.stage]}</h2>
    <dl>
      ${fact('截单', beijingTime(new Date(run.cutOffAt)))} ${fact('预计取货', hoursOf(run))} ${run.order ? orderFacts(run.order) : undefined}
    </dl>
    ${run.order ? linesOf(run.order) : undefined} ${run.ordering ? forms(run, sent, whose) : undefined}`;

const hoursOf = ({ pickupFrom, pickupUntil }: HomeRun): string =>
  `${beijingTime(new Date(pickupFrom))} 到 ${beijingTime(new Date(pickupUntil))}`;

const ways = { 'drop-at-building': '送到楼下', 'to-door': '送货上门', 'left-at-door': '放在门口' } as const;

const orderFacts = (order: HomeOrder): Markup[] => [
  fact('取货方式', order.fulfilment === 'pick-up' ? `到 ${placeText(order)} 自提` : ways[order.fulfilment]),
  ...(order.fulfilment === 'pick-up' && order.pickup ? [pickupFact(order.pickup)] : []),
  fact(order.pickup ? '下单时合计' : '合计', `${yuan(fen(order.moneyFen))} 元`),
];
const placeText = ({ place }: HomeOrder): string => (place ? `${place.gate} ${place.name}` : '自提点');

const pickupFact = ({ code, portionsLeft, handedOut, point }: NonNullable<HomeOrder['pickup']>): Markup =>
  portionsLeft === 0
    ? fact('取货', handedOut === 0 ? '这次没有分到，不用来取' : '都取走了')
    : fact(point === 'open' ? '取货码（现在可以取）' : '取货码（货到再取）', markup`<span class="code">${code}</span>`);

const linesOf = ({ lines, remark, state }: HomeOrder): Markup =>
  markup`<table>
      ${lines.map(
        ({ name, unit, portions, allocated }) =>
          markup`<tr>
            <td>${name}</td>
            <td class="count">${portions} ${unit}${allocated !== null && allocated !== portions ? `，实有 ${allocated}` : ''}</td>
          </tr>`,
      )}
    </table>
    ${remark ? markup`<p>备注：${remark}</p>` : undefined} ${state === 'cancelled' ? markup`<p>这一单没有了，不收钱。</p>` : undefined}`;

const revisionNow = ({ order }: HomeRun): string =>
  revisionOf(
    order
      ? {
          id: order.id,
          items: Object.fromEntries(order.lines.map(({ bundle, portions }) => [bundle, portions])),
          remark: order.remark ?? '',
        }
      : undefined,
  );

const ownRemark = markup`备注 <small lang="en">remark</small>`;
const anothersRemark = markup`备注：原来写的只给那一户看；留空就不变，填了就换掉 <small lang="en">remark: theirs is not shown; empty, it stays</small>`;
const forms = (run: HomeRun, sent: SentForm | undefined, whose: string | undefined): Markup => markup`
  <form method="post">${whoseField(whose)}
    <input type="hidden" name="answer" value="order"><input type="hidden" name="run" value="${run.id}"><input type="hidden" name="revision" value="${sent?.['revision'] ?? revisionNow(run)}">
    ${run.bundles.map((bundle) => portionsField(run, bundle, sent))}
    <label>${whose !== undefined && run.order ? anothersRemark : ownRemark}
      <input name="remark" value="${sent?.['remark'] ?? run.order?.remark ?? ''}" maxlength="${longestRemark}" autocomplete="off"></label>
    <button>${run.order ? '改成上面的份数' : '下单'} <small lang="en">${run.order ? 'change' : 'order'}</small></button>
  </form>
  ${run.order ? withdrawForm(run, whose) : undefined}`;

function portionsField(run: HomeRun, bundle: HomeRun['bundles'][number], sent: SentForm | undefined): Markup {
  const { code, name, spec, unit, priceFen, limitPerHousehold, soldOut } = bundle;
  const has = run.order?.lines.find((line) => line.bundle === code)?.portions;
  return markup`<label>${name} ${yuan(fen(priceFen))} 元/${unit}，每户最多 ${limitPerHousehold}${soldOut ? '（订满了）' : ''}<br><small>${spec}</small>
    <input name="${portionsName(code)}" value="${sent?.[portionsName(code)] ?? has}" inputmode="numeric" maxlength="4" autocomplete="off" placeholder="几份"></label>`;
}

const withdrawForm = (run: HomeRun, whose: string | undefined): Markup => markup`<form method="post">${whoseField(whose)}
  <input type="hidden" name="answer" value="withdraw"><input type="hidden" name="run" value="${run.id}">
  <button class="other">整单退掉 <small lang="en">withdraw</small></button>
</form>`;
