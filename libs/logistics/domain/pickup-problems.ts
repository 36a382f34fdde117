import { DomainError, beijingTime } from '@jielong/kernel';
import type { EarlierPickup, PickupOrder, PickupPoint } from './pickup.js';

/** Why a pickup cannot stand as it was asked for, or as it was stated. */
export type PickupProblemCode =
  | 'unknown-code'
  | 'unreadable-room'
  | 'several-households'
  | 'unknown-point'
  | 'wrong-place'
  | 'not-ready'
  | 'already-handed-out'
  | 'nothing-left'
  | 'more-than-allocated'
  | 'not-at-the-point'
  | 'not-on-shift'
  | 'scan-id-reused'
  | 'malformed';
export type PickupProblem = DomainError<PickupProblemCode>;

export interface AskedLine {
  readonly bundle: string;
  readonly asked: number;
  readonly allocated: number;
  readonly left: number;
}

const portionsText = (lines: Readonly<Record<string, number>>): string =>
  Object.entries(lines)
    .map(([bundle, portions]) => `${bundle}×${portions}`)
    .join('、');
const said = ({ at, by, lines }: EarlierPickup) => ({
  zh: `${beijingTime(at)} 由 ${by} 发放 ${portionsText(lines)}`,
  en: `${portionsText(lines)} on ${beijingTime(at)} by ${by}`,
});
/** What the books say against a scan: all that the order got before. */
const books = (order: PickupOrder) => ({
  orderId: order.orderId,
  handedOut: order.earlier.map(({ scanId, at, by, lines }) => ({ scanId, at: at.toISOString(), by, lines })),
});

export const wrongPlace = ({ orderId, runId, pointId, pointName }: PickupOrder): PickupProblem =>
  new DomainError(
    'conflict',
    'wrong-place',
    { zh: `这份货不在这里，请到「${pointName}」取。`, en: `This order waits at another place: ${pointName}.` },
    { orderId, runId, pointId, pointName },
  );

const reasons = {
  waiting: { zh: '货还没有交接到这里，请先登记交接', en: 'the goods have not been handed over here yet; report the handoff first' },
  closed: { zh: '这里的取货已经结束，余货由社区处理', en: 'pickup here has ended; ask the coordinator for what is left' },
  'nothing-allocated': { zh: '这一户这次没有分到货', en: 'nothing is allocated to this household this time' },
} as const;
export const notReady = ({ id, name, state }: PickupPoint, reason: keyof typeof reasons): PickupProblem =>
  new DomainError(
    'conflict',
    'not-ready',
    { zh: `「${name}」现在不能取货：${reasons[reason].zh}。`, en: `Nothing can be picked up at ${name}: ${reasons[reason].en}.` },
    { pointId: id, pointState: state, reason },
  );

export function alreadyHandedOut(order: PickupOrder): PickupProblem {
  const earlier = order.earlier.map(said);
  return new DomainError(
    'conflict',
    'already-handed-out',
    {
      zh: `这份货已经领走：${earlier.map(({ zh }) => zh).join('；')}。`,
      en: `This order has been handed out already: ${earlier.map(({ en }) => en).join('; ')}.`,
    },
    books(order),
  );
}

export function nothingLeft(order: PickupOrder, lines: readonly AskedLine[]): PickupProblem {
  const bundles = lines.map(({ bundle }) => bundle).join('、');
  return new DomainError(
    'conflict',
    'nothing-left',
    {
      zh: `这一户的 ${bundles} 已经领完，其余的还可以领。`,
      en: `This household has got all its ${bundles}; other bundles of its order are still here.`,
    },
    { ...books(order), lines },
  );
}

export function moreThanAllocated(order: PickupOrder, lines: readonly AskedLine[]): PickupProblem {
  const over = lines.filter(({ asked, left }) => asked > left);
  return new DomainError(
    'conflict',
    'more-than-allocated',
    {
      zh: `多于这一户可领的：${over.map(({ bundle, asked, left }) => `${bundle} 要 ${asked}，可领 ${left}`).join('；')}。`,
      en: `More than this household still has to get: ${over.map(({ bundle, asked, left }) => `${asked} of ${bundle}, ${left} left`).join('; ')}.`,
    },
    { ...books(order), lines },
  );
}

/** The books say that the place does not hold what would be handed out: a count was wrong. */
export const notAtThePoint = (orderId: string | null): PickupProblem =>
  new DomainError(
    'conflict',
    'not-at-the-point',
    {
      zh: '账上这个自提点已经没有这么多货，请清点并更正交接数；若有货搬去了别的自提点，把其余的也搬过去并登记（moved），或搬回来。',
      en: 'By the books this point does not hold as much. Count, and correct the handoff; if some was carried to another point, carry the rest too (moved), or carry it back.',
    },
    orderId === null ? {} : { orderId },
  );

export const unknownCode = (by: 'room' | 'code' | 'token' | 'orderId'): PickupProblem =>
  new DomainError(
    'not-found',
    'unknown-code',
    by === 'room'
      ? {
          zh: '这次没有这个房号的货，请核对小区、楼栋、单元和房号。',
          en: 'Nothing is here for this room in this run. Check building, unit and room.',
        }
      : { zh: '没有这个取货码，请再核对一次，或按房号查找。', en: 'No order has this code. Check it again, or look for the room.' },
    { by },
  );

export const unreadableRoom = (): PickupProblem =>
  new DomainError('invalid', 'unreadable-room', {
    zh: '看不懂这个房号，请写成 3栋2单元501 或 3-2-501。',
    en: 'The room cannot be read. Write it like 3-2-501.',
  });

export const severalHouseholds = (choices: readonly { orderId: string; householdId: string; maskedName: string }[]): PickupProblem =>
  new DomainError(
    'conflict',
    'several-households',
    {
      zh: `这个房号有 ${choices.length} 户的货，请选一户：${choices.map(({ maskedName }) => maskedName).join('、')}。`,
      en: `${choices.length} orders wait for this room. Say which one, by \`householdId\` or by \`orderId\`.`,
    },
    { choices },
  );

export const unknownPoint = (pointId: string): PickupProblem =>
  new DomainError(
    'not-found',
    'unknown-point',
    { zh: '这个批次没有这个自提点，请核对批次和自提点。', en: 'This run has no such pickup point. Check run and point.' },
    { pointId },
  );

export const scanIdReused = (scanId: string): PickupProblem =>
  new DomainError(
    'invalid',
    'scan-id-reused',
    { zh: '这个扫码编号已经说过别的内容，请换一个新编号。', en: 'This `scanId` has said something else before. Use a new one.' },
    { scanId },
  );

const offShiftReasons = {
  'no-time': { zh: '没有写明发放的时间（givenAt）', en: 'it does not say when it was made (`givenAt`)' },
  before: { zh: '早于这台设备上岗的时间', en: 'it was made before anybody was at this device' },
  after: { zh: '晚于班次结束的时间', en: 'it was made after the shift had ended' },
  future: { zh: '时间在将来，请检查设备的时钟', en: 'it was made in the future; check the clock of the device' },
} as const;
export type OffShift = keyof typeof offShiftReasons;
export const notOnShift = (reason: OffShift, orderId: string): PickupProblem =>
  new DomainError(
    'conflict',
    'not-on-shift',
    {
      zh: `这次扫码不在值班时间内：${offShiftReasons[reason].zh}。已留给负责人处理。`,
      en: `This scan was not made on shift: ${offShiftReasons[reason].en}. It is kept for the captain to decide.`,
    },
    { reason, orderId },
  );
