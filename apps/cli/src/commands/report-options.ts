import type { LogisticsStep } from '@jielong/logistics-contract';
import type { OrdersStep } from '@jielong/orders-contract';
import { Option } from 'commander';
import { collect, countsOf } from '../counts.js';
import {
  type Given,
  because,
  boughtOf,
  countedIn,
  dispositionOf,
  eventOf,
  linesOf,
  list,
  partyOf,
  sharesOf,
  stopOf,
} from './report-values.js';
import { Misuse } from '../failure.js';

export interface Differences {
  readonly options: readonly Option[];
  /** It can be reported in one word; else there is something to say. */
  readonly mayBeAsExpected?: true;
  bodyOf(given: Given): object;
}

const repeatable = (flags: string, description: string): Option => new Option(flags, description).argParser(collect);
const counted = [
  repeatable('--portions <code=n>', '实点份数，几个批次同车写 SC01:<批次>=2 / portions counted; of several runs on a bus SC01:<run>=2'),
  repeatable('--missing <code=n>', '短少 / missing'),
  repeatable('--damaged <code=n>', '破损 / damaged'),
  repeatable('--surplus <code=n>', '多货：比应有的多，含在实点份数内 / more than expected, part of what was counted'),
];
const stopOption = new Option('--stop <id>', '停靠点（只有一个时可省） / the stop, where there are several');

/** Of each step: how its differences are written, and the body they make. */
export const differences = {
  lockOrders: {
    options: [new Option('--go-on', '未达成团份数也照买 / below the minimum: buy all the same')],
    mayBeAsExpected: true,
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
    mayBeAsExpected: true,
    bodyOf: (given) => {
      const because = given['withoutReceipt'];
      if (!given['receipt'] && !because)
        throw new Misuse('写 --receipt 小票号，或 --without-receipt 原因 / give --receipt, or --without-receipt');
      const receipt = typeof given['receipt'] === 'string' ? { number: given['receipt'] } : { noneBecause: because };
      return { ...boughtOf(given), ...sharesOf(given), receipt, ...(given['paidFrom'] ? { paidFrom: given['paidFrom'] } : {}) };
    },
  },
  approveAllocation: {
    options: [new Option('--version <n>', '批准第几版 / which version').argParser(Number).makeOptionMandatory()],
    bodyOf: ({ version }) => ({ version }),
  },
  approvePrice: {
    options: [
      new Option('--charge <which>', '超价怎么收：原价（基金补）或实价 / who bears the difference')
        .choices(['quoted', 'paid'])
        .makeOptionMandatory(),
    ],
    bodyOf: ({ charge }) => ({ charge }),
  },
  approveSettlement: { options: [], mayBeAsExpected: true, bodyOf: () => ({}) },
  voidRun: {
    options: [new Option('--into <run>', '并入下一轮批次 / the run that the orders join')],
    bodyOf: (given) => ({ ...because(given), ...(given['into'] ? { into: given['into'] } : {}) }),
  },
  cancelRun: { options: [], bodyOf: because },
  confirmLoading: {
    options: [...counted, new Option('--departed', '已发车 / the bus has left')],
    mayBeAsExpected: true,
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
    mayBeAsExpected: true,
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
    mayBeAsExpected: true,
    bodyOf: (given) => ({
      ...(list(given, 'left') ? { left: countsOf(list(given, 'left'), '--left') } : {}),
      ...(given['point'] ? { at: given['point'] } : {}),
    }),
  },
  disposeRemainder: {
    options: [repeatable('--rest <place:code=n>to>', "余货去向，如 'left:SC01=2>returned' / what becomes of the rest")],
    mayBeAsExpected: true,
    bodyOf: (given) => (list(given, 'rest') ? { lines: (list(given, 'rest') ?? []).map(dispositionOf) } : {}),
  },
} as const satisfies Record<OrdersStep | LogisticsStep, Differences>;
