import { type MergeQuestion, mergeQuestionText } from '../merge-questions.js';
import { type NoOther, type Row, table, timeOf, yuanOf } from '../output.js';
import type { Language, Session } from '../session.js';
import { stepsOf } from '../steps.js';
import { chainWordIn } from '../words.js';

/** A run in a list. */
export interface RunLine {
  readonly id: string;
  readonly compound: string;
  readonly compoundName: string;
  readonly serviceDate: string;
  readonly stage: string;
  readonly cutOffAt: string;
}
/** A run as orders tells it. */
export interface RunDetail extends RunLine {
  readonly workflowId?: string;
  readonly portions: number;
  readonly households: number;
  readonly moneyFen: number;
  readonly bundles: readonly { code: string; name: string; unit: string; priceFen: number; ordered: number; left: number }[];
  readonly purchases: readonly { id: string; state: string; supplier: string }[];
  readonly allocation: { readonly version: number; readonly short: number };
  readonly chain: readonly { word: string; state: string }[];
  readonly mergeQuestions: readonly { readonly orderId: string; readonly questions: readonly MergeQuestion[] }[];
}
interface Goods {
  readonly trips: readonly { id: string; state: string; stops: readonly { id: string; pickupPointId: string; state: string }[] }[];
  readonly pickupPoints: readonly { id: string; name: string; state: string; handedOut: number; left: number }[];
}
/** An order line that gets less than was ordered, with the sentence of the version that took it. */
export interface Short {
  readonly room: string | null;
  readonly bundle: string;
  readonly from: number;
  readonly to: number;
  readonly sentence: { readonly zh: string; readonly en: string };
  readonly instead: { readonly name: string; readonly portions: number } | null;
}
/** Everything that `run show` tells: the run, what logistics says of it, whom it waits for, and who gets less. */
export interface WholeRun extends RunDetail {
  readonly waitingFor: readonly string[];
  readonly goods?: Goods;
  /** The first of them; `allocation.short` says how many there are. */
  readonly short?: readonly Short[];
}

/** Reads it together from orders and logistics. */
export async function detailOf(session: Session, id: string): Promise<WholeRun> {
  const path = `/supply-runs/${id}`;
  const detail = await session.get<RunDetail>(path);
  const isMoving = !['ordering', 'confirming', 'voided'].includes(detail.stage);
  const { short } = detail.allocation;
  return {
    ...detail,
    waitingFor: (await stepsOf(session, id)).map(({ step }) => step),
    ...(isMoving ? { goods: await session.get<Goods>(`${path}/goods`) } : {}),
    ...(short ? { short: (await session.get<{ items: Short[] }>(`${path}/shortages`, { limit: shownShort })).items } : {}),
  };
}

/** A page shows so many of those who get less; the rest are a command away. */
const shownShort = 50;
const marks: Readonly<Record<string, string>> = { done: '✓', now: '●', next: '○', off: '×' };

/** The same for people: a line or a table each, nothing where there is nothing. */
export function pageOf(run: WholeRun, lang: Language): string {
  const { trips = [], pickupPoints = [] } = run.goods ?? {};
  const nameOf = (point: string): string => pickupPoints.find(({ id }) => id === point)?.name ?? point;
  return [
    `${run.compoundName} ${run.serviceDate}  阶段 / stage: ${run.stage}  截单 / cut-off: ${timeOf(run.cutOffAt)}`,
    run.chain.map(({ word, state }) => `${marks[state] ?? ''}${chainWordIn(word, lang)}`).join(' → '),
    `${totalsOf(run, lang)}  等待 / waiting for: ${run.waitingFor.join(', ') || '—'}`,
    bundlesOf(run, lang),
    ...some(
      run.purchases.map(({ id, supplier, state }) => ({ 采购: id, 供货: supplier, 状态: state })),
      lang,
    ),
    ...some(
      trips.flatMap(({ id, state, stops }) =>
        stops.map((stop) => ({ 车次: id, 车况: state, 停靠点: stop.id, 自提点: nameOf(stop.pickupPointId), 状态: stop.state })),
      ),
      lang,
    ),
    ...some(
      pickupPoints.map(({ id, name, state, handedOut, left }) => ({ 自提点: id, 名称: name, 状态: state, 已取: handedOut, 剩余: left })),
      lang,
    ),
    ...some(
      run.mergeQuestions.flatMap(({ orderId, questions }) =>
        questions.map((question) => ({ 合并的订单: orderId, 待看: mergeQuestionText(question)[lang] })),
      ),
      lang,
    ),
    ...some(shortRows(run.short ?? [], lang), lang),
    ...furtherShort(run),
  ].join('\n\n');
}

/** Who gets less than was ordered, and why. */
export const shortRows = (short: readonly Short[], lang: Language) =>
  short.map(({ room, bundle, from, to, sentence, instead }) => ({
    少给: room,
    套餐: bundle,
    份数: `${from} → ${to}`,
    替换: instead ? `${instead.name} ${instead.portions}` : '',
    原因: sentence[lang],
  }));

function furtherShort({ id, allocation, short = [] }: WholeRun): string[] {
  const further = allocation.short - short.length;
  return further > 0 ? [`还有 ${further} 行 / ${further} more: jielong run shortages ${id}`] : [];
}

const totalsOf = ({ households, portions, moneyFen }: WholeRun, lang: Language): string =>
  lang === 'zh'
    ? `${households} 户 ${portions} 份 ${yuanOf(moneyFen)} 元`
    : `${households} households, ${portions} portions, ${yuanOf(moneyFen)} yuan`;

const bundlesOf = ({ bundles }: WholeRun, lang: Language): string =>
  table(
    bundles.map(({ code, name, priceFen, ordered, left }) => ({
      编码: code,
      品名: name,
      单价元: yuanOf(priceFen),
      已订: ordered,
      还剩: left,
    })),
    lang,
  );

const some = <Line extends Row>(rows: readonly (Line & NoOther<Line>)[], lang: Language): string[] =>
  rows.length ? [table(rows, lang)] : [];
