import type { LogisticsStep } from '@jielong/logistics-contract';
import type { OrdersStep } from '@jielong/orders-contract';
import { Option } from 'commander';
import { collect, countsOf } from '../counts.js';
import { Misuse } from '../failure.js';

/** What was written on the command line. */
export interface Given {
  readonly [option: string]: unknown;
  /** The code of whoever enters the report. */
  readonly actor: string;
  readonly asExpected?: boolean;
  readonly reportId?: string;
  readonly doneBy?: string;
  readonly occurredAt?: string;
  readonly evidence?: string;
  readonly corrects?: string;
  readonly reason?: string;
}
interface Differences {
  readonly options: readonly Option[];
  bodyOf(given: Given): object;
}

const list = (given: Given, name: string): string[] | undefined => {
  const value = given[name];
  return Array.isArray(value) ? value.map(String) : undefined;
};
const repeatable = (flags: string, description: string): Option => new Option(flags, description).argParser(collect);
const counted = [
  repeatable('--portions <code=n>', '实点份数，几个批次同车写 SC01:<批次>=2 / portions counted; of several runs on a bus SC01:<run>=2'),
  repeatable('--missing <code=n>', '短少 / missing'),
  repeatable('--damaged <code=n>', '破损 / damaged'),
  repeatable('--surplus <code=n>', '多货：比应有的多，含在实点份数内 / more than expected, part of what was counted'),
];
const stopOption = new Option('--stop <id>', '停靠点（只有一个时可省） / the stop, where there are several');

/** `SC01`, or `SC01:<run>` where several runs have it on a bus. */
function bundleOf(text: string): { bundle: string; run?: string } {
  const [bundle = '', run] = text.split(':');
  return { bundle, ...(run ? { run } : {}) };
}

function linesOf(given: Given): object {
  const kinds = ['portions', 'missing', 'damaged', 'surplus'] as const;
  const counts = kinds.map((kind) => [kind, countsOf(list(given, kind), `--${kind}`)] as const);
  const bundles = [...new Set(counts.flatMap(([, count]) => Object.keys(count)))];
  const lines = bundles.map((bundle) => ({
    ...bundleOf(bundle),
    ...Object.fromEntries(counts.flatMap(([kind, count]) => (count[bundle] === undefined ? [] : [[kind, count[bundle]]]))),
  }));
  return lines.length ? { lines } : {};
}

/** `D001`, or the role of somebody outside: `driver`. */
const partyOf = (text: unknown, fallback: object): object => {
  if (typeof text !== 'string') return fallback;
  return ['driver', 'guard', 'clerk', 'other'].includes(text) ? { role: text } : { person: text };
};

/** `SC01=44@2900`: 44 portions at 29.00 yuan; `SC01=44@=131250`: 44 portions for 1,312.50 yuan together. */
function boughtOf(given: Given): object {
  const pairs = (list(given, 'bought') ?? []).map((text) => {
    const match = /^([^=]+)=(\d+)(?:@(=?)(\d+))?$/.exec(text);
    const [, bundle, portions, all, price] = match ?? [];
    if (!bundle || !portions)
      throw new Misuse(
        '--bought: 写成 SC01=44、SC01=44@2900（每份分）或 SC01=44@=131250（合计分） / write SC01=44, SC01=44@2900 (fen each) or SC01=44@=131250 (fen together)',
      );
    return [bundle, { portions: Number(portions), ...(price ? { [all ? 'totalFen' : 'priceFen']: Number(price) } : {}) }] as const;
  });
  return pairs.length ? { bought: Object.fromEntries(pairs) } : {};
}

/** `SC01:<run>=20`: 20 of them are for that run. */
function sharesOf(given: Given): object {
  const shares: Record<string, Record<string, number>> = {};
  for (const text of list(given, 'share') ?? []) {
    const [, bundle, run, portions] = /^([^:=]+):([0-9a-f-]{36})=(\d+)$/i.exec(text) ?? [];
    if (!bundle || !run || !portions) throw new Misuse('--share: 写成 SC01:批次=20 / write SC01:RUN=20');
    shares[bundle] = { ...shares[bundle], [run]: Number(portions) };
  }
  return Object.keys(shares).length ? { shares } : {};
}

function dispositionOf(text: string): object {
  const match = /^(left|damaged|missing):([^=]+)=(\d+)>(returned|written-off|carried-out)$/.exec(text);
  const [, place, bundle, portions, to] = match ?? [];
  if (!match) throw new Misuse("--rest: 写成 'left:SC01=2>returned' / write 'left:SC01=2>returned'");
  return { place, bundle, portions: Number(portions), to };
}

/** What cannot be taken back is not done without a reason. */
function because({ reason }: Given): object {
  if (!reason) throw new Misuse('写 --reason 原因 / give a reason');
  return {};
}

const stopOf = (given: Given): object => (given['stop'] ? { at: given['stop'] } : {});

function countedIn(given: Given): unknown {
  const said = linesOf(given);
  if ('lines' in said) return said.lines;
  throw new Misuse('写 --counts first 或 second，或写实点份数 / give --counts, or what was counted');
}

/** `passed-on:SC01=2@bus>RUN@pickup-point`: to that run, where it comes to. */
function passedOnOf(text: string): object | undefined {
  const place = '(supplier|bus|pickup-point)(?::([0-9a-f-]{36}))?';
  const [, bundle, portions, at, ref, run, toAt, toRef] =
    new RegExp(`^passed-on:([^=]+)=(\\d+)@${place}>([0-9a-f-]{36})@${place}$`, 'i').exec(text) ?? [];
  if (!bundle) return undefined;
  const to = { run, at: toAt, ...(toRef ? { ref: toRef } : {}) };
  return { what: 'passed-on', bundle, portions: Number(portions), at, ...(ref ? { ref } : {}), to };
}

/**
 * `damaged:SC01=1@pickup-point`, with `:<id>` after the place where there are several; `>SC02=10` for what was made of it, `><id>` for the
 * point to which it was moved.
 */
function eventOf(text: string): object {
  const passedOn = passedOnOf(text);
  if (passedOn) return passedOn;
  const match =
    /^(missing|damaged|donated|sorted|moved):([^=]+)=(\d+)@(supplier|bus|pickup-point)(?::([^>]+))?(?:>([^=]+)(?:=(\d+))?)?$/.exec(text);
  const [, what, bundle, portions, at, ref, made, number] = match ?? [];
  const isWhole = { sorted: made !== undefined && number !== undefined, moved: made !== undefined && number === undefined }[String(what)];
  if (!match || !(isWhole ?? made === undefined))
    throw new Misuse(
      "--event: 写成 damaged:SC01=1@bus、'sorted:DC01=2@supplier>SC01=20'、'moved:SC01=4@pickup-point:<从>><到>' 或 'passed-on:SC01=2@bus><批次>@pickup-point' / write it like these",
    );
  const into = what === 'sorted' ? { into: { bundle: made, portions: Number(number) } } : what === 'moved' ? { to: made } : {};
  return { what, bundle, portions: Number(portions), at, ...(ref ? { ref } : {}), ...into };
}

/** Of each step: how its differences are written, and the body they make. */
export const differences = {
  lockOrders: {
    options: [new Option('--go-on', '未达成团份数也照买 / below the minimum: buy all the same')],
    bodyOf: ({ goOn }) => (goOn ? { goOn: true } : {}),
  },
  confirmPurchase: {
    options: [
      repeatable('--bought <code=n[@fen]>', '实购份数与单价（分），或 @=合计 / bought, and the price of one in fen, or @= of all'),
      repeatable('--share <code:run=n>', '几个批次合买时每个批次几份 / of several runs: portions for one of them'),
      new Option('--receipt <number>', '小票号 / number of the receipt'),
      new Option('--without-receipt <why>', '没有小票的原因 / why there is none'),
      new Option('--paid-from <account>', '付款：供货商记账或采购员垫付 / who paid').choices(['supplier', 'advance']),
    ],
    bodyOf: (given) => {
      const because = given['withoutReceipt'];
      if (!given['receipt'] && !because)
        throw new Misuse('写 --receipt 小票号，或 --without-receipt 原因 / give --receipt, or --without-receipt');
      const receipt = typeof given['receipt'] === 'string' ? { number: given['receipt'] } : { noneBecause: because };
      return { ...boughtOf(given), ...sharesOf(given), receipt, ...(given['paidFrom'] ? { paidFrom: given['paidFrom'] } : {}) };
    },
  },
  approveAllocation: {
    options: [new Option('--version <n>', '批准第几版 / which version').argParser(Number)],
    bodyOf: ({ version }) => ({ version }),
  },
  approvePrice: {
    options: [new Option('--charge <which>', '超价怎么收：原价（基金补）或实价 / who bears the difference').choices(['quoted', 'paid'])],
    bodyOf: ({ charge }) => ({ charge }),
  },
  approveSettlement: { options: [], bodyOf: () => ({}) },
  voidRun: {
    options: [new Option('--into <run>', '并入下一轮批次 / the run that the orders join')],
    bodyOf: (given) => ({ ...because(given), ...(given['into'] ? { into: given['into'] } : {}) }),
  },
  cancelRun: { options: [], bodyOf: because },
  confirmLoading: {
    options: [...counted, new Option('--departed', '已发车 / the bus has left')],
    bodyOf: (given) => ({ ...linesOf(given), ...(given['departed'] ? { departed: true } : {}) }),
  },
  confirmHandoff: {
    options: [
      ...counted,
      stopOption,
      new Option('--from <party>', '谁交：人员编号或 driver / who handed over'),
      new Option('--to <code>', '谁接：人员编号 / who received'),
      new Option('--counting <how>', '双方点、一方点、无人 / counted by').choices(['both', 'one', 'unattended']),
    ],
    bodyOf: (given) => ({
      ...linesOf(given),
      ...(given['stop'] ? { at: given['stop'] } : {}),
      handedOverBy: partyOf(given['from'], { role: 'driver' }),
      receivedBy: partyOf(given['to'], { person: given.actor }),
      ...(given['counting'] ? { counted: given['counting'] } : {}),
    }),
  },
  contestHandoff: {
    options: [...counted, stopOption, new Option('--counted-by <party>', '谁点的：人员编号或 driver / who counted')],
    bodyOf: (given) => ({ ...linesOf(given), ...stopOf(given), countedBy: partyOf(given['countedBy'], { person: given.actor }) }),
  },
  decideDispute: {
    options: [
      ...counted,
      stopOption,
      new Option('--counts <which>', '以第一次或第二次点数为准 / which count stands').choices(['first', 'second']),
    ],
    bodyOf: (given) => ({ ...stopOf(given), counts: given['counts'] ?? countedIn(given) }),
  },
  divertTrip: {
    options: [
      ...counted,
      new Option('--to <where>', '转到：车次编号、supplier 或 store / to a trip, supplier or store').makeOptionMandatory(),
    ],
    bodyOf: (given) => ({
      ...linesOf(given),
      to: ['supplier', 'store'].includes(String(given['to'])) ? given['to'] : { trip: given['to'] },
    }),
  },
  noteGoods: {
    options: [
      repeatable(
        '--event <what:code=n@place>',
        "如 damaged:SC01=1@pickup-point、donated:JD01=10@pickup-point:<编号>、'sorted:DC01=2@supplier>SC01=20'、'moved:SC01=4@pickup-point:<从>><到>'、'passed-on:SC01=2@bus><批次>@pickup-point'（转给另一个批次） / what happened, where",
      ),
    ],
    bodyOf: (given) => ({ events: (list(given, 'event') ?? []).map(eventOf) }),
  },
  wrapUp: {
    options: [
      new Option('--wrap-up <id>', '收尾编号 / the wrap-up that was read').makeOptionMandatory(),
      repeatable('--left <code=n>', '实点剩余 / counted left'),
    ],
    bodyOf: (given) => ({ wrapUp: given['wrapUp'], ...(list(given, 'left') ? { left: countsOf(list(given, 'left'), '--left') } : {}) }),
  },
  closePickup: {
    options: [
      repeatable('--left <code=n>', '实点剩余 / counted left'),
      new Option('--point <id>', '自提点（只有一个时可省） / the point, where there are several'),
    ],
    bodyOf: (given) => ({
      ...(list(given, 'left') ? { left: countsOf(list(given, 'left'), '--left') } : {}),
      ...(given['point'] ? { at: given['point'] } : {}),
    }),
  },
  disposeRemainder: {
    options: [repeatable('--rest <place:code=n>to>', "余货去向，如 'left:SC01=2>returned' / what becomes of the rest")],
    bodyOf: (given) => (list(given, 'rest') ? { lines: (list(given, 'rest') ?? []).map(dispositionOf) } : {}),
  },
} as const satisfies Record<OrdersStep | LogisticsStep, Differences>;
