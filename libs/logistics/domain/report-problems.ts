import { DomainError, type Report } from '@jielong/kernel';
import type { PassedOnTo } from '@jielong/logistics-contract';
import type { RunSaid } from './said.js';

export type ReportProblemCode =
  | 'unknown-trip'
  | 'unknown-stop'
  | 'unknown-point'
  | 'unknown-place'
  | 'which-place'
  | 'moves-nowhere'
  | 'unknown-bundle'
  | 'which-run'
  | 'named-twice'
  | 'more-surplus-than-counted'
  | 'already-reported'
  | 'not-current'
  | 'nothing-handed-over'
  | 'own-count'
  | 'no-dispute'
  | 'already-decided'
  | 'nothing-on-board'
  | 'in-a-circle'
  | 'nothing-noted'
  | 'passed-to-itself'
  | 'too-late-for'
  | 'not-receiving'
  | 'already-disposed'
  | 'called-off'
  | 'still-ordering'
  | 'closed';
export type ReportProblem = DomainError<ReportProblemCode>;

/** `run`: the one that was named beside it; left out, the one that is spoken of. */
export const unknownBundle = (bundle: string, run?: string): ReportProblem =>
  new DomainError(
    'invalid',
    'unknown-bundle',
    run === undefined
      ? { zh: `本批次没有套餐 ${bundle}，请核对套餐代码。`, en: `${bundle} is not in this run: check the bundle's code.` }
      : {
          zh: `批次 ${run} 没有套餐 ${bundle}，请核对批次和套餐代码。`,
          en: `${bundle} is not in run ${run}: check the run and the bundle's code.`,
        },
    { bundle, ...(run === undefined ? {} : { run }) },
  );
export const whichRun = (bundle: string, runs: readonly RunSaid[]): ReportProblem =>
  new DomainError(
    'invalid',
    'which-run',
    {
      zh: `车上有几个批次的 ${bundle}，请在这一行写明 run。`,
      en: `Several runs have ${bundle} on this bus: name the \`run\` in its line.`,
    },
    { bundle, runs: runs.map(({ run }) => run) },
  );
export const namedTwice = (bundle: string): ReportProblem =>
  new DomainError(
    'invalid',
    'named-twice',
    { zh: `${bundle} 写了两行，请合成一行。`, en: `${bundle} has two lines: make them one.` },
    { bundle },
  );
export const alreadyReported = ({ reportId, enteredBy, step }: Report): ReportProblem =>
  new DomainError(
    'conflict',
    'already-reported',
    {
      zh: `这一步已由 ${enteredBy} 登记（${reportId}）。数量不对请更正那条登记。`,
      en: `${step} has been reported by ${enteredBy} as ${reportId}. If it is wrong, correct that report.`,
    },
    { reportId, enteredBy },
  );
export const alreadyHandedOut = ({ reportId }: Report): ReportProblem =>
  new DomainError(
    'conflict',
    'already-reported',
    {
      zh: `这次收尾（${reportId}）已经发放。发错的请逐户更正取货，剩余数不对请更正那次结束取货的登记。`,
      en: `The wrap-up ${reportId} has been handed out. Take back the pickups that were wrong; where the rest was counted wrongly, correct that report of the close.`,
    },
    { reportId },
  );
export const notCurrent = (corrects: string, first: Report | undefined): ReportProblem =>
  new DomainError(
    'conflict',
    'not-current',
    {
      zh: `${corrects} 不是当前有效的登记（有效的是 ${first?.reportId ?? '无'}）。`,
      en: `${corrects} is not the report that counts; that is ${first?.reportId ?? 'none'}.`,
    },
    { corrects, current: first?.reportId ?? null },
  );
export const stillOrdering = (): ReportProblem =>
  new DomainError('conflict', 'still-ordering', {
    zh: '批次还没有锁单，没有货可以登记。请核对批次，锁单后再登记。',
    en: 'The run is not locked yet: there are no goods to speak of. Check which run it is; report once its orders are locked.',
  });
export const closed = (): ReportProblem =>
  new DomainError('conflict', 'closed', {
    zh: '批次已结束，不再接受登记。账目不对请做补充结算。',
    en: 'The run is closed and takes no more reports. What is wrong with its books goes into a supplementary settlement.',
  });
export const receiverClosed = (run: string): ReportProblem =>
  new DomainError(
    'conflict',
    'closed',
    { zh: `批次 ${run} 已结束，不能再转货给它。`, en: `Run ${run} is closed: nothing can be passed on to it any more.` },
    { run },
  );
export const moreSurplusThanCounted = (bundle: string): ReportProblem =>
  new DomainError(
    'invalid',
    'more-surplus-than-counted',
    {
      zh: `${bundle}：surplus（多货）多于 portions（实点）。portions 是连多货在内的实点份数。`,
      en: `${bundle}: more surplus than there are portions. \`portions\` is the whole count, surplus included.`,
    },
    { bundle },
  );
export const nothingHandedOver = (): ReportProblem =>
  new DomainError('conflict', 'nothing-handed-over', {
    zh: '这一站还没有人登记交接，没有可以异议的数量。请直接登记交接。',
    en: 'Nobody has reported a handoff here, so there is no count to contest. Report the handoff itself.',
  });
export const ownCount = (reportId: string): ReportProblem =>
  new DomainError(
    'conflict',
    'own-count',
    {
      zh: `第一次点数（${reportId}）也是这个人的。自己点错了请更正那条登记；异议由交接的另一方提出。`,
      en: `The first count (${reportId}) is by the same person. Correct it if it is wrong; the other party of the handoff contests.`,
    },
    { reportId },
  );
export const noDispute = (): ReportProblem =>
  new DomainError('conflict', 'no-dispute', {
    zh: '这里的交接没有人提出异议，不需要裁定。',
    en: 'Nobody has contested a handoff here: there is nothing to decide.',
  });
export const alreadyDecided = (reportId: string): ReportProblem =>
  new DomainError(
    'conflict',
    'already-decided',
    { zh: `已有裁定（${reportId}）。要改请更正裁定。`, en: `It has been decided by ${reportId}. Correct that decision instead.` },
    { reportId },
  );
export const nothingOnBoard = (): ReportProblem =>
  new DomainError('conflict', 'nothing-on-board', {
    zh: '这趟车每一站都已交接，车上没有可以改派的货。',
    en: 'Every stop of this trip has been handed over to: nothing is on board.',
  });
export const inACircle = (trip: string): ReportProblem =>
  new DomainError(
    'conflict',
    'in-a-circle',
    {
      zh: `${trip} 的货已改派到这趟车上，不能再转回去。`,
      en: `The goods of ${trip} have been diverted to this trip: they cannot go back.`,
    },
    { trip },
  );
export const unplannedTrip = (trip: string, run: string): ReportProblem =>
  new DomainError(
    'invalid',
    'unknown-trip',
    {
      zh: `车次 ${trip} 没有批次 ${run} 的停靠点。请先给它派车（POST /api/trips）。`,
      en: `Trip ${trip} has no stop for run ${run}. Plan it first (\`POST /api/trips\`).`,
    },
    { trip, run },
  );
export const nothingNoted = (): ReportProblem =>
  new DomainError('invalid', 'nothing-noted', {
    zh: 'events 是空的。空的登记只用来撤回一条登记（corrects）；分拣须从一种套餐变成另一种。',
    en: '`events` says nothing. None at all takes back the report that it corrects; sorting makes one bundle into another.',
  });
export const passedToItself = (): ReportProblem =>
  new DomainError('invalid', 'passed-to-itself', {
    zh: '货是转给另一个批次的：to.run 请写货属于哪个批次。同一批次里换自提点用 moved。',
    en: 'Goods are passed on to another run: `to.run` names the one whose they are. Within a run, `moved` carries them to another point.',
  });
export const tooLateFor = (run: string, { at, ref }: PassedOnTo): ReportProblem =>
  new DomainError(
    'conflict',
    'too-late-for',
    {
      zh: `批次 ${run} 那里已经点完（${at}）。请把货转到还没有点完的地方，或更正那里的点数。`,
      en: `Run ${run} has counted there for the last time (${at}). Pass the goods on to where it has not, or correct that count.`,
    },
    { run, at, ref: ref ?? null },
  );
export const notReceiving = (run: string): ReportProblem =>
  new DomainError(
    'conflict',
    'not-receiving',
    {
      zh: `批次 ${run} 还没有锁单，或没有成团，不能转货给它。请核对批次。`,
      en: `Run ${run} is not locked yet, or did not come about: nothing can be passed on to it. Check which run it is.`,
    },
    { run },
  );
export const alreadyDisposed = ({ reportId }: Report): ReportProblem =>
  new DomainError(
    'conflict',
    'already-disposed',
    {
      zh: `余货已经处理（${reportId}），不能再收尾发放。`,
      en: `What was left has been disposed of by ${reportId}: a wrap-up hands out before that.`,
    },
    { reportId },
  );
export const calledOff = (): ReportProblem =>
  new DomainError('conflict', 'called-off', {
    zh: '批次已取消，不再发放；余货请用 disposal 登记去向。',
    en: 'The run is called off and hands out nothing more. Say what becomes of the rest (`disposal`).',
  });
